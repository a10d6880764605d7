import { ExportError } from "../contracts/export-error.js";
import { refusePromise } from "../async/quietly.js";
import { MAX_ROW_BYTES } from "../rows/row-limits.js";
import { rowKey } from "../rows/row-key.js";
import type { Id } from "../contracts/id.js";
import type { RowErrorListener, WarningListener } from "../contracts/row-format.js";
import type { RowColumn } from "./row-column.js";

/** How one format writes cells, and who is told what goes wrong. */
export interface RowReaderOptions<Column> {
  /** The text of one cell; throws for a value that the format cannot hold. Adds the column's name to `nonFinite` for each NaN or infinity. */
  cellText(value: unknown, column: Column, nonFinite: string[]): string;
  readonly onRowError?: RowErrorListener | undefined;
  readonly onWarning?: WarningListener | undefined;
  /** The most bytes of a row's texts; by default 16 MiB. */
  readonly maxRowBytes?: number | undefined;
}

/** About how many characters are written at once: each is held as cells, as a text and as bytes. */
const PART_LENGTH = 64 * 1024;
/** Shorter texts are taken for ASCII: they make no row too large. */
const MANY = 4096;
const TOO_LARGE = "The row is larger than a row may be.";

/** Reads the rows of one file as texts, in the order of the columns. */
export class RowReader<Row, Column extends RowColumn<Row>> {
  readonly #columns: readonly Column[];
  readonly #options: RowReaderOptions<Column>;
  #position = 0;

  constructor(columns: readonly Column[], options: RowReaderOptions<Column>) {
    this.#columns = columns;
    this.#options = options;
  }

  /** The rows of the next batch, without those that cannot be written, in parts of 64 KiB or one row. */
  *read(batch: readonly Row[]): Generator<string[][], void, undefined> {
    const warning = { count: 0, sample: "" };
    let [rows, length]: [string[][], number] = [[], 0];
    for (const row of batch) {
      this.#position += 1;
      const nonFinite: string[] = [];
      const cells = this.#readRow(row, nonFinite);
      if (cells === null) continue;
      rows.push(cells);
      if (nonFinite.length > 0) warning.sample ||= `row ${rowKey(row, this.#position)}, ${nonFinite[0]}`;
      warning.count += nonFinite.length;
      for (const cell of cells) length += cell.length;
      if (length < PART_LENGTH) continue;
      yield rows;
      [rows, length] = [[], 0];
    }
    if (rows.length > 0) yield rows;
    if (warning.count > 0) this.#options.onWarning?.("NON_FINITE_NUMBER", warning.count, warning.sample);
  }

  #readRow(row: Row, nonFinite: string[]): string[] | null {
    const { cellText, maxRowBytes = MAX_ROW_BYTES } = this.#options;
    const cells: string[] = [];
    let bytes = 0;
    let name = "";
    try {
      for (const column of this.#columns) {
        name = column.name;
        const value = column.value(row);
        if (typeof value === "object") refusePromise(value);
        const text = cellText(value, column, nonFinite);
        bytes += text.length < MANY ? text.length : Buffer.byteLength(text);
        if (bytes > maxRowBytes) throw new ExportError("ROW_ENCODING", { message: TOO_LARGE });
        cells.push(text);
      }
      return cells;
    } catch (cause) {
      this.#refuse(unwritable(rowKey(row, this.#position), name, cause));
      return null;
    }
  }

  #refuse(error: ExportError): void {
    if (this.#options.onRowError === undefined) throw error;
    this.#options.onRowError(error);
  }
}

function unwritable(rowId: Id, column: string, cause: unknown): ExportError {
  const message =
    ExportError.is(cause) && cause.code === "ROW_ENCODING"
      ? cause.message
      : "The value of this column cannot be written in this format.";
  return new ExportError("ROW_ENCODING", {
    cause,
    details: [{ path: ["rows", rowId, column], code: "unwritable_value", message }],
  });
}
