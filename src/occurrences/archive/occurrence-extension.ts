import type { Id } from "../../contracts/id.js";
import { expandTerm } from "../../dwca/tables/check-term.js";
import { createDwcTable, type DwcTable, type DwcTableSpec } from "../../dwca/tables/dwc-table.js";
import { NAMESPACES } from "../../values/namespaces.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { OccurrenceNeed } from "../model/occurrence-query.js";

/** The core of an archive: events, or occurrences that carry their events' fields. */
export type DwcaCore = "event" | "occurrence";

/** A table of an archive beside its core, with rows of its own for each `Source`. */
interface DwcaExtension<Source, Row> {
  readonly file: string;
  /** The table beside this core. @throws TypeError when it is not valid. */
  table(core: DwcaCore): DwcTable<Row, DwcaDataset>;
  rows(source: Source, dataset: DwcaDataset): Iterable<Row>;
  /** Returns the key in which rows of one core row must differ; see {@link OccurrenceExtensionSpec}. */
  key?(row: Row): Id | null;
}

/** An extension of an archive of occurrences, with rows of its own for each occurrence. */
export interface OccurrenceExtension<Row = unknown> extends DwcaExtension<Occurrence, Row> {
  readonly of: "occurrence";
  /** The relations and facts that `rows` reads beyond an occurrence's own columns. */
  readonly needs: readonly OccurrenceNeed[];
}

/** An extension of an archive of occurrences, with rows of its own for each event. */
export interface EventExtension<Row = unknown> extends DwcaExtension<OccurrenceEvent, Row> {
  readonly of: "event";
}

/**
 * The parts of an extension of events. Its rows belong to the core row that they are derived from, unless `id` says
 * otherwise.
 */
export interface EventExtensionSpec<Row> extends Omit<DwcTableSpec<Row, DwcaDataset>, "id"> {
  /** Gives the id of the core row, or is the term of the field that does. By default the event's own id. */
  readonly id?: DwcTableSpec<Row, DwcaDataset>["id"];
  /** The rows of one event, none to many. */
  rows(event: OccurrenceEvent, dataset: DwcaDataset): Iterable<Row>;
}

/** The parts of an extension. Its rows belong to the core row of their occurrence, unless `id` says otherwise. */
export interface OccurrenceExtensionSpec<Row> extends Omit<DwcTableSpec<Row, DwcaDataset>, "id"> {
  /** Gives the id of the core row (Darwin Core text guide §2.2), or is the term of the field that does. By default it is known. */
  readonly id?: DwcTableSpec<Row, DwcaDataset>["id"];
  readonly needs?: readonly OccurrenceNeed[];
  /** The rows of one occurrence, none to many. */
  rows(occurrence: Occurrence, dataset: DwcaDataset): Iterable<Row>;
  /**
   * Returns the key that makes a row one of a kind: rows of one core row with the same key are written once. Null is
   * never the same. By default no row has a key.
   */
  key?(row: Row): Id | null;
}

/**
 * An extension for `createDwcaExporter`. GBIF attaches its rows to occurrences where they carry dwc:occurrenceID; beside a core of
 * occurrences that field is left out, since the core's id says it.
 *
 * @throws TypeError when its table is not valid.
 * @example
 * ```ts
 * const counts = createOccurrenceExtension<Occurrence>({
 *   file: "counts.txt",
 *   rowType: "dwc:MeasurementOrFact",
 *   needs: ["detectionFacts"],
 *   fields: [
 *     { term: "dwc:measurementType", default: "detections" },
 *     { term: "dwc:measurementValue", value: ({ detectionsCount }) => detectionsCount },
 *   ],
 *   rows: (occurrence) => [occurrence],
 * });
 * ```
 */
export function createOccurrenceExtension<Row>(spec: OccurrenceExtensionSpec<Row>): OccurrenceExtension<Row> {
  const needs = Object.freeze([...(spec.needs ?? [])]);
  const key = spec.key === undefined ? {} : { key: spec.key.bind(spec) };
  return Object.freeze({ of: "occurrence", needs, ...tableOf(spec), rows: spec.rows.bind(spec), ...key });
}

/**
 * An extension of events for `createDwcaExporter`, whose core must be events.
 *
 * @throws TypeError when its table is not valid.
 * @example
 * ```ts
 * const effort = createEventExtension<OccurrenceEvent>({
 *   file: "effort.txt",
 *   rowType: "dwc:MeasurementOrFact",
 *   fields: [
 *     { term: "dwc:measurementType", default: "pictures taken" },
 *     { term: "dwc:measurementValue", value: ({ capturesCount }) => capturesCount },
 *   ],
 *   rows: (event) => (event.capturesCount === null ? [] : [event]),
 * });
 * ```
 */
export function createEventExtension<Row>(spec: EventExtensionSpec<Row>): EventExtension<Row> {
  return Object.freeze({ of: "event", ...tableOf(spec), rows: spec.rows.bind(spec) });
}

const OCCURRENCE_ID = `${NAMESPACES.dwc}occurrenceID`;

function tableOf<Row>({ file, rowType, id = null, fields }: Omit<EventExtensionSpec<Row>, "rows">) {
  const ofOccurrences = fields.filter(({ term }) => expandTerm(term) !== OCCURRENCE_ID);
  const table = (core: DwcaCore) =>
    createDwcTable<Row, DwcaDataset>({ file, rowType, id, fields: core === "event" ? fields : ofOccurrences });
  table("event");
  return { file, table };
}
