import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import { refusePromise } from "../async/quietly.js";
import { cellRule, RefusedCell } from "./cell-rule.js";
import type { TableMap } from "./table-map.js";

/** Counts what a reader should know: the run's own `warn`. */
export type Warn = (code: string, count: number, sample?: string) => void;

/** A row as it stands in the file. */
export interface EncodedRow {
  /** In the order of the fields. */
  readonly cells: readonly string[];
  /** With its end (RFC 4180). */
  readonly line: string;
}

// C0 but tab, LF and CR; DEL; lone surrogates. A quoted cell may hold line breaks, and no reader takes the others well.
const UNSAFE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\p{Cs}]/u;
/** Cheaper than a search for what is unsafe, and true of most cells. */
const PRINTED_ASCII = /^[ -~]*$/;
const QUOTED = /[",\r\n]|^\s|\s$/;

/** A row to encode. */
export interface RowToEncode<Row, Context> {
  readonly row: Row;
  readonly context: Context;
  /** Names the row in errors and warnings. */
  readonly key: Id;
}

/** Makes the lines of one table. Warns of `TEXT_REPAIRED`, and of `READS_AS_NULL` for a text that readers take for no value. */
export class RowEncoder<Row, Context> {
  readonly #map: TableMap<Row, Context>;
  readonly #rules: readonly ((value: unknown) => string)[];
  readonly #missing: ReadonlySet<string>;
  readonly #warn: Warn;
  readonly #leading: readonly number[];
  /** The other fields that have values: most tables have many more fields. */
  readonly #others: readonly number[];
  readonly #layout: LineLayout;

  /** @param leading - the places of the fields that are encoded before the others. */
  constructor(map: TableMap<Row, Context>, warn: Warn, leading: readonly number[] = []) {
    const { fields, missingValues = [] } = map.table;
    this.#map = map;
    this.#rules = fields.map(cellRule);
    this.#missing = new Set(missingValues.filter((value) => value !== ""));
    this.#warn = warn;
    this.#leading = leading;
    const valued = fields.flatMap((_field, index) => (map.values[index] == null ? [] : [index]));
    this.#others = valued.filter((index) => !leading.includes(index));
    this.#layout = new LineLayout(fields.length, valued);
  }

  /**
   * @param isLeftOut - sees the cells once the leading fields are encoded. Its `true` leaves the row out, whatever stands in its other fields.
   * @throws ExportError `ROW_ENCODING` when a field cannot be read, or its value is one that the schema refuses.
   */
  encode(row: RowToEncode<Row, Context>, isLeftOut: (cells: readonly string[]) => boolean): EncodedRow | null {
    const cells = this.#layout.emptyCells();
    for (const index of this.#leading) cells[index] = this.#cell(index, row);
    if (isLeftOut(cells)) return null;
    for (const index of this.#others) cells[index] = this.#cell(index, row);
    return { cells, line: this.#layout.lineOf(cells) };
  }

  #cell(index: number, { row, context, key }: RowToEncode<Row, Context>): string {
    try {
      const value: unknown = this.#map.values[index]?.(row, context);
      if (typeof value === "object") refusePromise(value);
      const text = this.#rules[index]?.(value) ?? "";
      return text === "" ? text : this.#repaired(text, index, key);
    } catch (cause) {
      throw this.#error(index, key, cause);
    }
  }

  #repaired(text: string, index: number, key: Id): string {
    const isUnsafe = !PRINTED_ASCII.test(text) && UNSAFE.test(text);
    const cell = isUnsafe ? text.replace(/\p{Cs}/gu, "\uFFFD").replace(new RegExp(UNSAFE, "gu"), "") : text;
    if (cell !== text) this.#warn("TEXT_REPAIRED", 1, this.#place(index, key));
    if (!this.#missing.has(cell)) return cell;
    if (this.#map.table.fields[index]?.constraints?.required === true)
      throw new RefusedCell("required", "The field must have a value, and its text reads as none.");
    this.#warn("READS_AS_NULL", 1, this.#place(index, key));
    return cell;
  }

  #place(index: number, key: Id): string {
    return `${this.#map.table.name}, ${key}, ${this.#map.table.fields[index]?.name ?? ""}`;
  }

  #error(index: number, key: Id, cause: unknown): ExportError {
    const { name, fields } = this.#map.table;
    const refused = cause instanceof RefusedCell ? cause : UNREADABLE;
    const { code, message } = refused;
    return new ExportError("ROW_ENCODING", {
      details: [{ path: [name, key, fields[index]?.name ?? ""], code, message }],
      cause,
    });
  }
}

const UNREADABLE = { code: "unreadable", message: "The field could not be read from the row." };

/** The places of the cells that may have values in the lines of a table. */
class LineLayout {
  readonly #empty: readonly string[];
  readonly #valued: readonly number[];
  /** The commas before each of them. */
  readonly #before: readonly string[];
  readonly #end: string;

  constructor(length: number, valued: readonly number[]) {
    this.#empty = Array.from({ length }, () => "");
    this.#valued = valued;
    this.#before = valued.map((index, at) => ",".repeat(index - (valued[at - 1] ?? 0)));
    this.#end = `${",".repeat(length - 1 - (valued.at(-1) ?? 0))}\r\n`;
  }

  emptyCells(): string[] {
    return this.#empty.slice();
  }

  lineOf(cells: readonly string[]): string {
    let line = "";
    for (let at = 0; at < this.#valued.length; at += 1) {
      const cell = cells[this.#valued[at] ?? 0] ?? "";
      line += this.#before[at] ?? "";
      if (cell !== "") line += QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    }
    return line + this.#end;
  }
}
