import { ExportError } from "../contracts/export-error.js";
import { refusePromise } from "../async/quietly.js";
import { MAX_ROW_BYTES } from "../rows/row-limits.js";
import { rowKey } from "../rows/row-key.js";
import type { Id } from "../contracts/id.js";
import type { RowErrorListener, WarningListener } from "../contracts/row-format.js";
import type { RowColumn } from "./row-column.js";

/** The cells of one format, and the listener for what goes wrong. */
export interface RowReaderOptions<Column> {
  /**
   * The text of one cell; throws for a value that the format cannot hold. Adds the column's name to `nonFinite` for each NaN or infinity.
   *
   * @param warn - takes the code of any other warning about the cell.
   */
  cellText(value: unknown, column: Column, nonFinite: string[], warn: (code: string) => void): string;
  readonly onRowError?: RowErrorListener | undefined;
  readonly onWarning?: WarningListener | undefined;
  /** The most bytes of a row's texts; by default 16 MiB. */
  readonly maxRowBytes?: number | undefined;
}

/** Something about a cell that the reader of the file should know. */
interface Doubt {
  readonly code: string;
  readonly column: string;
}

type Warnings = Map<string, { readonly count: number; readonly sample: string }>;

/**
 * The number of characters that are written at once, about. Each is held as cells, as a text and as bytes. Texts of more than 128 KiB would
 * go to a space of the heap that only full collections empty.
 */
const PART_LENGTH = 64 * 1024;
/** Shorter texts are taken for ASCII: they make no row too large. */
const MANY = 4096;
const TOO_LARGE = "The row is larger than the limit of a row.";

/** Reads the rows of one file as texts, in the order of the columns. */
export class RowReader<Row, Column extends RowColumn<Row>> {
  readonly #columns: readonly Column[];
  readonly #options: RowReaderOptions<Column>;
  /** The column that is being read. */
  #name = "";
  #position = 0;
  // Of the row that is being read. Lists and listeners that are made for each row cost the collector much.
  readonly #doubts: Doubt[] = [];
  readonly #nonFinite: string[] = [];
  readonly #warn = (code: string): void => void this.#doubts.push({ code, column: this.#name });

  constructor(columns: readonly Column[], options: RowReaderOptions<Column>) {
    this.#columns = columns;
    this.#options = options;
  }

  /** The rows of the next batch, without those that cannot be written, in parts of 64 KiB or one row. */
  *read(batch: readonly Row[]): Generator<string[][], void, undefined> {
    const warnings: Warnings = new Map();
    let [rows, length]: [string[][], number] = [[], 0];
    for (const row of batch) {
      this.#position += 1;
      const cells = this.#readRow(row);
      if (cells === null) continue;
      rows.push(cells);
      if (this.#doubts.length > 0 || this.#nonFinite.length > 0) this.#note(row, warnings);
      for (const cell of cells) length += cell.length;
      if (length < PART_LENGTH) continue;
      yield rows;
      [rows, length] = [[], 0];
    }
    if (rows.length > 0) yield rows;
    for (const [code, { count, sample }] of warnings) this.#options.onWarning?.(code, count, sample);
  }

  #readRow(row: Row): string[] | null {
    const { cellText, maxRowBytes = MAX_ROW_BYTES } = this.#options;
    const cells: string[] = [];
    let bytes = 0;
    try {
      for (const column of this.#columns) {
        this.#name = column.name;
        const value = column.value(row);
        if (typeof value === "object" && value !== null) refusePromise(value);
        const text = cellText(value, column, this.#nonFinite, this.#warn);
        bytes += text.length < MANY ? text.length : Buffer.byteLength(text);
        if (bytes > maxRowBytes) throw new ExportError("ROW_ENCODING", { message: TOO_LARGE });
        cells.push(text);
      }
      return cells;
    } catch (cause) {
      this.#forget();
      this.#refuse(unwritable(rowKey(row, this.#position), this.#name, cause));
      return null;
    }
  }

  /** Counts what is doubtful about a row that was read. */
  #note(row: Row, warnings: Warnings): void {
    for (const column of this.#nonFinite) this.#doubts.push({ code: "NON_FINITE_NUMBER", column });
    for (const { code, column } of this.#doubts) {
      const warning = warnings.get(code) ?? { count: 0, sample: `row ${rowKey(row, this.#position)}, ${column}` };
      warnings.set(code, { ...warning, count: warning.count + 1 });
    }
    this.#forget();
  }

  #forget(): void {
    this.#doubts.length = 0;
    this.#nonFinite.length = 0;
  }

  #refuse(error: ExportError): void {
    if (this.#options.onRowError === undefined) throw error;
    this.#options.onRowError(error);
  }
}

/** The error of a row with a cell that a format cannot hold. */
export function unwritable(rowId: Id, column: string, cause: unknown): ExportError {
  const message =
    ExportError.is(cause) && cause.code === "ROW_ENCODING"
      ? cause.message
      : "The value of this column cannot be written in this format.";
  return new ExportError("ROW_ENCODING", {
    cause,
    details: [{ path: ["rows", rowId, column], code: "unwritable_value", message }],
  });
}
