import type { ArchiveDataset } from "../../dwca/exporter/archive-description.js";
import type { ArchiveTable } from "../../dwca/exporter/archive-spec.js";
import type { DwcTable } from "../../dwca/tables/dwc-table.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { compareIds } from "../model/compare-ids.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../model/occurrence-query.js";
import { type AbsenceOptions, compareWithAbsences, isAbsence } from "./absence.js";
import { type AbsenceScope, addAbsences, estimateAbsences } from "./absence-plan.js";
import type { ArchiveExtensionTable } from "./archive-extensions.js";
import type { DwcaConstants, DwcaDataset } from "./dwca-dataset.js";
import type { EventField } from "./event-fields.js";
import type { DwcaCore, EventExtension, OccurrenceExtension } from "./occurrence-extension.js";
import type { OccurrenceField } from "./occurrence-fields.js";

/** The parts that both shapes of an archive are made from. */
export interface CoreOptions {
  readonly eventFields: readonly EventField[];
  readonly occurrenceFields: readonly OccurrenceField[];
  readonly extensions: readonly ArchiveExtensionTable[];
  readonly facts: DwcaConstants;
  readonly emptyEvents: "include" | "omit";
  readonly absences: AbsenceOptions | undefined;
}

const OCCURRENCE_ID = `${NAMESPACES.dwc}occurrenceID`;

/** The context of an archive, whose tables call occurrences what this one does. */
export function contextOf(
  occurrences: DwcTable<Occurrence, DwcaDataset>,
  { facts, absences }: Pick<CoreOptions, "facts" | "absences">,
) {
  const id = occurrences.columns.find(({ field }) => field?.term === OCCURRENCE_ID);
  return (shared: ArchiveDataset): DwcaDataset => {
    const dataset: DwcaDataset = {
      ...shared,
      facts,
      reportsAbsences: (event) => absences?.supports(event) ?? false,
      occurrenceIdOf: (occurrence) => String(id?.value?.(occurrence, dataset) ?? ""),
    };
    return dataset;
  };
}

/** Whether a table has rows for each occurrence. */
export function isOfOccurrences(extension: ArchiveExtensionTable): extension is OccurrenceExtension {
  return extension.of === "occurrence";
}

/** Whether a table has rows for each event. */
export function isOfEvents(extension: ArchiveExtensionTable): extension is EventExtension {
  return extension.of === "event";
}

/** A table of occurrences beside a core. Absences have no rows in it. */
export function besideOccurrences(
  core: DwcaCore,
  extension: OccurrenceExtension,
): ArchiveTable<Occurrence, DwcaDataset> {
  const { table, rows, key, file } = extension;
  return Object.freeze({
    ...{ table: table(core), name: nameOf(file), required: false },
    rows: (occurrence: Occurrence, dataset: DwcaDataset) => (isAbsence(occurrence) ? [] : rows(occurrence, dataset)),
    ...(key === undefined ? {} : { key }),
  });
}

/** A table of events beside a core of events. */
export function besideEvents({ table, rows, file }: EventExtension): ArchiveTable<OccurrenceEvent, DwcaDataset> {
  return Object.freeze({ table: table("event"), rows, name: nameOf(file), required: false });
}

/** A member that {@link absencesOf} gives an archive. */
export type AbsenceMember = "compareIds" | "isAdded" | "preflight" | "addItems";

/** Adds absences to an archive, where the host states them. */
export function absencesOf({ absences, emptyEvents: empty }: Pick<CoreOptions, "absences" | "emptyEvents">) {
  if (absences === undefined) return { compareIds };
  return {
    compareIds: compareWithAbsences,
    isAdded: isAbsence,
    preflight: async (context: Omit<AbsenceScope, "empty">) =>
      void (await estimateAbsences(absences, { ...context, empty })),
    addItems: (exported: AsyncIterable<readonly Occurrence[]>, context: Omit<AbsenceScope, "empty">) =>
      addAbsences(exported, absences, { ...context, empty }),
  };
}

/** Gives a query what the fields and the chosen tables read. */
export function queryWithNeeds({ occurrenceFields, extensions }: Pick<CoreOptions, "occurrenceFields" | "extensions">) {
  const always = occurrenceFields.flatMap(({ needs = [] }) => needs);
  const read = extensions.filter(isOfOccurrences).map(({ file, needs }) => ({ name: nameOf(file), needs }));
  return (query: OccurrenceQuery, chosen: readonly string[]): OccurrenceQuery => {
    const needs = new Set<OccurrenceNeed>(always);
    for (const extension of read)
      if (chosen.includes(extension.name)) for (const need of extension.needs) needs.add(need);
    return { ...query, order: "event", needs: Object.freeze([...needs]) };
  };
}

function nameOf(file: string): string {
  return file.replace(/\.\w+$/, "");
}
