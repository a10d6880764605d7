import { stringify } from "csv-stringify/sync";
import { createRowFormat } from "./create-row-format.js";
import { floatText } from "./float-text.js";
import { guardFormula } from "./formula-guard.js";
import type { RowColumn, RowFormat } from "./row-format.js";

/** What a CSV cell can hold. */
export type CsvValue = string | number | bigint | boolean | null | undefined;

/** A column of a CSV file. */
export interface CsvColumn<Row> extends RowColumn<Row> {
  /** `"float"` for numbers that measure something: a whole one is then written `100.0`, in any other column `100`. */
  readonly type?: "float";
  value(row: Row): CsvValue;
}

/** How a CSV file differs from the usual one. */
export interface CsvOptions {
  /** Whether text that a spreadsheet would run as a formula gets a leading `'`; by default true. False for raw text. */
  readonly formulaGuard?: boolean | undefined;
  /** Whether the file starts with a byte order mark, by which Excel knows UTF-8; by default false. */
  readonly bom?: boolean | undefined;
}

/**
 * Rows as CSV (RFC 4180): UTF-8, a header, commas, CRLF after every line, quotes only where a cell holds a comma, quote, CR or LF.
 * Booleans are `True` and `False`, null and undefined empty, numbers in their shortest form; NaN and the infinities are empty too and
 * told as `NON_FINITE_NUMBER`. Functions, symbols and objects, dates among them, make a row unwritable.
 *
 * @throws TypeError when there is no column, or a name repeats.
 */
export function csv<Row>(columns: readonly CsvColumn<Row>[], options: CsvOptions = {}): RowFormat<Row> {
  const guard = options.formulaGuard === false ? (text: string) => text : guardFormula;
  const header = (options.bom === true ? "\uFEFF" : "") + lines([columns.map(({ name }) => guard(name))]);
  return createRowFormat(columns, {
    cellText: (value, column, nonFinite) => (typeof value === "string" ? guard(value) : scalarText(value, column, nonFinite)),
    async *text(batches) {
      yield header;
      for await (const rows of batches) yield lines(rows);
    },
  });
}

function scalarText<Row>(value: unknown, column: CsvColumn<Row>, nonFinite: string[]): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") {
    if (Number.isFinite(value)) return column.type === "float" ? floatText(value) : String(value);
    nonFinite.push(column.name);
    return "";
  }
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  throw new TypeError(`A CSV cell cannot hold a ${typeof value}.`);
}

function lines(rows: string[][]): string {
  return stringify(rows, {
    record_delimiter: "\r\n",
    // With a record delimiter of its own, csv-stringify leaves lone CR and LF unquoted.
    quoted_match: /[\r\n]/,
    // A line without a character is no row to most readers.
    quoted_empty: rows[0]?.length === 1,
  });
}
