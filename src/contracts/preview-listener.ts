import type { LeftOutRows } from "./data-source.js";

/** A table of a file whose rows a preview shows. */
export interface PreviewedTable {
  /** The file of an archive; null where the table is the whole file. */
  readonly name: string | null;
  /** The columns as the file has them; `term` is an IRI or a prefixed name. */
  readonly columns: readonly { readonly name: string; readonly term: string | null }[];
  /** The index of the column that links the tables of an archive; null where there is one table. */
  readonly link: number | null;
  /** Whether its rows are those that the export counts. */
  readonly isCounted: boolean;
}

/** Hears what a file will have, while an exporter reads it and writes nothing. */
export interface PreviewListener {
  /** Whether no further row is needed. */
  readonly hasEnough: boolean;
  /** Whether the first rows of every table are known, so that other things may be asked meanwhile. */
  readonly hasFirstRows: boolean;
  /** Receives the number of rows that the export would have. */
  onCount(count: number): void;
  /** Receives the rows that the export would leave out. @param rows - null where the source does not know. */
  onLeftOut(rows: LeftOutRows | null): void;
  /** A table begins; its rows follow. */
  onTable(table: PreviewedTable): void;
  /** A row as the file will have it: the texts of its cells. */
  onRow(table: PreviewedTable, cells: readonly string[]): void;
  /** Rows are left out of the reading: nothing may be said of all rows. */
  onCut?(): void;
}
