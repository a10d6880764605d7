import { ExportError, type ErrorDetail } from "../../contracts/export-error.js";
import { refusePromise } from "../../async/quietly.js";
import { binaryText } from "../../rows/binary-text.js";
import type { Id } from "../../contracts/id.js";
import { decimalText } from "../../values/decimal-text.js";
import type { DwcColumn, DwcTable } from "./dwc-table.js";
import { readsAsNull, tsvCell } from "./tsv-cell.js";

/** Counts what a reader should know: the run's own `warn`. */
export type Warn = (code: string, count: number, sample?: string) => void;

/** A row as it stands in the file. */
export interface TsvRow {
  /** The id of the core row, which links it. */
  readonly id: string;
  /** The texts of its cells in the order of the table's columns, before those characters are replaced that no line can hold. */
  readonly texts: readonly string[];
  /** The cells, with the line's end. */
  readonly line: string;
}

/** Makes the lines of one table's file. */
export interface TsvEncoder<Row> {
  readonly header: string;
  /**
   * @param key - names the row in errors and warnings.
   * @param coreId - of the core row that the row is derived with, for a table that asks for it.
   * @throws ExportError `ROW_ENCODING` when a field cannot be read; when an id is empty, is not printable ASCII, has a
   * space at an end, or would read as null.
   */
  encode(row: Row, key: Id, coreId?: string): TsvRow;
}

/** Warns of `TEXT_REPAIRED` for every cell whose text had to change, and of `READS_AS_NULL` (see {@link readsAsNull}). */
export function createTsvEncoder<Row, Context>(
  table: DwcTable<Row, Context>,
  options: { readonly context: Context; readonly warn: Warn },
): TsvEncoder<Row> {
  return new TableEncoder(table, options.context, options.warn);
}

// GBIF's reader compares ids untrimmed and sorts those beyond the BMP in two orders: printable ASCII alone is safe.
const ASCII_ID = /^[!-~](?:[ -~]*[!-~])?$/;

class TableEncoder<Row, Context> implements TsvEncoder<Row> {
  readonly header: string;
  readonly #table: DwcTable<Row, Context>;
  readonly #context: Context;
  readonly #warn: Warn;

  constructor(table: DwcTable<Row, Context>, context: Context, warn: Warn) {
    this.header = `${table.columns.map(({ name }) => name).join("\t")}\n`;
    this.#table = table;
    this.#context = context;
    this.#warn = warn;
  }

  encode(row: Row, key: Id, coreId = ""): TsvRow {
    const texts: string[] = [];
    const cells: string[] = [];
    for (const column of this.#table.columns) {
      const text = column.value === undefined ? coreId : this.#text(column, row, key);
      texts.push(text);
      cells.push(text === "" && !column.isId ? text : this.#cell(column, text, key));
    }
    return { id: cells[this.#table.idIndex] ?? "", texts, line: `${cells.join("\t")}\n` };
  }

  #cell(column: DwcColumn<Row, Context>, text: string, key: Id): string {
    const cell = tsvCell(text);
    if (column.isId && (!ASCII_ID.test(text) || readsAsNull(text))) throw this.#error(column, key, INVALID_ID);
    if (cell !== text) this.#warn("TEXT_REPAIRED", 1, `${this.#table.file}, ${key}, ${column.name}`);
    if (readsAsNull(cell)) this.#warn("READS_AS_NULL", 1, `${this.#table.file}, ${key}, ${column.name}`);
    return cell;
  }

  #text(column: DwcColumn<Row, Context>, row: Row, key: Id): string {
    const value = this.#value(column, row, key);
    if (typeof value === "string") return value;
    if (value === null || value === undefined) return "";
    if (typeof value === "boolean") return String(value);
    if (typeof value === "number" && Number.isFinite(value)) return decimalText(value);
    const bytes = binaryText(value);
    if (bytes !== null) return bytes;
    throw this.#error(column, key, INVALID_VALUE);
  }

  #value(column: DwcColumn<Row, Context>, row: Row, key: Id): unknown {
    try {
      const value: unknown = column.value?.(row, this.#context);
      if (typeof value === "object") refusePromise(value);
      return value;
    } catch (cause) {
      throw this.#error(column, key, { ...UNREADABLE, cause });
    }
  }

  #error(column: DwcColumn<Row, Context>, key: Id, problem: Problem): ExportError {
    const { code, message, cause } = problem;
    return new ExportError("ROW_ENCODING", {
      details: [{ path: [this.#table.file, key, column.name], code, message }],
      cause,
    });
  }
}

type Problem = Omit<ErrorDetail, "path"> & { readonly cause?: unknown };

const INVALID_ID: Problem = {
  code: "invalid_id",
  message: "An id must be printable ASCII without spaces at its ends, not empty, and not a text that reads as null.",
};
const INVALID_VALUE: Problem = {
  code: "invalid_value",
  message: "A field must be text, a finite number, true, false or null.",
};
const UNREADABLE: Problem = { code: "unreadable", message: "The field could not be read from the row." };
