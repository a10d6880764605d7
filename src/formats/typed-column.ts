import type { CsvColumn } from "./csv.js";

/** A column of a format that has types. A list of them makes a CSV file too. */
export interface TypedColumn<Row> extends CsvColumn<Row> {
  /** The unit of its numbers: `m`, `degree`, `pixel`. */
  readonly unit?: string | undefined;
}
