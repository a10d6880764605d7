/** A row of a table of an archive. */
export interface ArchiveRow<Term extends string = string> {
  /** The id of the row, or in an extension of its row of the core; empty where the table has no such column. */
  readonly id: string;
  /** The entry in which it stands. */
  readonly file: string;
  /** The line where it stands, from 1. */
  readonly line: number;
  /** By the terms as they were asked for, else by their IRIs. An empty cell is its field's default, or empty text. */
  readonly values: Readonly<Record<Term, string>>;
}

/** Selects the terms that are read. */
export interface RowOptions<Term extends string> {
  /** IRIs, or their last parts: `occurrenceID`. One that the table does not map is empty in every row. By default all that are mapped. */
  readonly terms?: readonly Term[];
}

/** A row as a short text, to be kept in a file. @param terms - of its values, in a fixed order. */
export function packRow({ id, file, line, values }: ArchiveRow, terms: readonly string[]): string {
  return JSON.stringify([id, file, line, ...terms.map((term) => values[term])]);
}

/** The row that was packed. */
export function unpackRow(text: string, terms: readonly string[]): ArchiveRow {
  const [id, file, line, ...cells] = JSON.parse(text) as [string, string, number, ...string[]];
  return { id, file, line, values: Object.fromEntries(terms.map((term, index) => [term, cells[index] ?? ""])) };
}
