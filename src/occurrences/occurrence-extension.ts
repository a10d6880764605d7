import type { ArchiveExtension } from "../dwca/archive-contents.js";
import { createDwcTable, type DwcTableSpec } from "../dwca/dwc-table.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import type { Occurrence } from "./occurrence.js";
import type { OccurrenceNeed } from "./occurrence-query.js";

/** An extension of an archive of occurrences, with rows of its own for each of them. */
export interface OccurrenceExtension<Row = unknown> extends ArchiveExtension<Occurrence, DwcaDataset, Row> {
  /** What `rows` reads beyond an occurrence's own columns. */
  readonly needs: readonly OccurrenceNeed[];
}

/** What an extension is made from. Its `id` is the event's: extensions point at the core alone (Darwin Core text guide §2.2). */
export interface OccurrenceExtensionSpec<Row> extends DwcTableSpec<Row, DwcaDataset> {
  readonly needs?: readonly OccurrenceNeed[];
  /** The rows of one occurrence, none to many. */
  rows(occurrence: Occurrence, dataset: DwcaDataset): Iterable<Row>;
}

/**
 * An extension for `createDwcaExporter`. GBIF attaches its rows to occurrences where they carry dwc:occurrenceID.
 *
 * @throws TypeError when its table is not valid.
 */
export function createOccurrenceExtension<Row>(spec: OccurrenceExtensionSpec<Row>): OccurrenceExtension<Row> {
  const { needs = [], rows, ...table } = spec;
  return Object.freeze({ table: createDwcTable(table), needs: Object.freeze([...needs]), rows: rows.bind(spec) });
}
