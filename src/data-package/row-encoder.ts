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
const QUOTED = /[",\r\n]|^\s|\s$/;

/** Makes the lines of one table. Warns of `TEXT_REPAIRED`, and of `READS_AS_NULL` for a text that readers take for no value. */
export class RowEncoder<Row, Context> {
  readonly #map: TableMap<Row, Context>;
  readonly #rules: readonly ((value: unknown) => string)[];
  readonly #missing: ReadonlySet<string>;
  readonly #warn: Warn;

  constructor(map: TableMap<Row, Context>, warn: Warn) {
    const { fields, missingValues = [] } = map.table;
    this.#map = map;
    this.#rules = fields.map(cellRule);
    this.#missing = new Set(missingValues.filter((value) => value !== ""));
    this.#warn = warn;
  }

  /**
   * @param key - names the row in errors and warnings.
   * @throws ExportError `ROW_ENCODING` when a field cannot be read, or its value is one that the schema refuses.
   */
  encode(row: Row, context: Context, key: Id): EncodedRow {
    const cells: string[] = [];
    const { values } = this.#map;
    for (let index = 0; index < values.length; index += 1) cells.push(this.#cell(index, { row, context, key }));
    return { cells, line: lineOf(cells) };
  }

  #cell(index: number, { row, context, key }: { readonly row: Row; readonly context: Context; readonly key: Id }) {
    try {
      const value: unknown = this.#map.values[index]?.(row, context);
      refusePromise(value);
      const text = this.#rules[index]?.(value) ?? "";
      return text === "" ? text : this.#repaired(text, index, key);
    } catch (cause) {
      throw this.#error(index, key, cause);
    }
  }

  #repaired(text: string, index: number, key: Id): string {
    const cell = UNSAFE.test(text) ? text.replace(/\p{Cs}/gu, "\uFFFD").replace(new RegExp(UNSAFE, "gu"), "") : text;
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

function lineOf(cells: readonly string[]): string {
  let line = "";
  for (const [index, cell] of cells.entries()) {
    if (index > 0) line += ",";
    line += QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return `${line}\r\n`;
}
