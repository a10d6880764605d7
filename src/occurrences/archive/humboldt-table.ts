import type { DwcField } from "../../dwca/tables/dwc-field.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { hoursOf, minutesOf } from "../model/duration.js";
import type { OccurrenceEvent } from "../model/occurrence.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import { createEventExtension, type EventExtension } from "./occurrence-extension.js";

/** A field of what an archive says of each event as an inventory. */
export type HumboldtField = DwcField<OccurrenceEvent, DwcaDataset>;

const { eco } = NAMESPACES;

/**
 * The fields of humboldt.txt (Humboldt Extension), in their order. GBIF reads them from this table alone. Scopes and kinds of inventory
 * are the host's to state, in `facts`.
 */
export const HUMBOLDT_FIELDS: readonly HumboldtField[] = Object.freeze([
  field(`${eco}siteCount`, ({ deployment }) => deployment && 1),
  field(`${eco}eventDurationValue`, minutesOf),
  field(`${eco}eventDurationUnit`, (event) => (minutesOf(event) === null ? null : "minutes")),
  field(`${eco}targetTaxonomicScope`, (_event, { facts }) => facts.targetTaxonomicScope),
  field(`${eco}isTaxonomicScopeFullyReported`, (_event, { facts }) => facts.isTaxonomicScopeFullyReported),
  field(`${eco}isAbsenceReported`, (event, dataset) => dataset.reportsAbsences(event)),
  field(`${eco}inventoryTypes`, (_event, { facts }) => facts.inventoryTypes),
  field(`${eco}protocolNames`, (_event, { facts }) => facts.samplingProtocol),
  field(`${eco}isAbundanceReported`, () => true),
  field(`${eco}samplingPerformedBy`, (_event, { facts }) => facts.recordedBy),
  field(`${eco}isSamplingEffortReported`, (event, { facts }) => hasEffort(event, facts)),
  field(`${eco}samplingEffortProtocol`, (_event, { facts }) => facts.samplingEffort),
  field(`${eco}samplingEffortValue`, trapHours),
  field(`${eco}samplingEffortUnit`, (event, dataset) => (trapHours(event, dataset) === null ? null : "trapHours")),
]);

/**
 * The table humboldt.txt: one row for each event.
 *
 * @param fields - by default {@link HUMBOLDT_FIELDS}.
 * @throws TypeError when the fields make no table.
 * @example
 * ```ts
 * export const Archive = createDwcaExporter({
 *   source,
 *   eventFields: [...EVENT_FIELDS, remarks],
 *   extensions: [multimediaTable([...MULTIMEDIA_FIELDS, publisher]), humboldtTable()],
 * });
 * ```
 */
export function humboldtTable(fields: readonly HumboldtField[] = HUMBOLDT_FIELDS): EventExtension {
  return createEventExtension<OccurrenceEvent>({
    file: "humboldt.txt",
    rowType: `${eco}Event`,
    fields,
    rows: (event) => [event],
  });
}

/** One trap for the time of the event, unless the host states the effort in words. */
function trapHours(event: OccurrenceEvent, { facts }: DwcaDataset): number | null {
  return facts.samplingEffort === undefined ? hoursOf(event) : null;
}

function hasEffort(event: OccurrenceEvent, { samplingEffort }: DwcaDataset["facts"]): boolean {
  return samplingEffort !== undefined || hoursOf(event) !== null;
}

function field(term: string, value: NonNullable<HumboldtField["value"]>): HumboldtField {
  return Object.freeze({ term, value });
}
