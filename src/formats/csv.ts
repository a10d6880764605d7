import { type Options, stringify } from "csv-stringify/sync";
import { z } from "zod";
import { type Binary, binaryText } from "../rows/binary-text.js";
import type { ColumnType } from "./column-type.js";
import { chooseColumns, columnNamesSchema } from "./choose-columns.js";
import { createRowFormat } from "./create-row-format.js";
import { floatText } from "./float-text.js";
import { guardFormula } from "./formula-guard.js";
import type { FormatColumn, RowFormat } from "../contracts/row-format.js";
import type { RowColumn } from "./row-column.js";

/** A value that a CSV cell can hold. */
export type CsvValue = string | number | bigint | boolean | Binary | null | undefined;

/** A column of a CSV file. */
export interface CsvColumn<Row> extends RowColumn<Row> {
  /** By `"float"` a whole number is written `100.0`, in any other column `100`. */
  readonly type?: ColumnType | undefined;
  value(row: Row): CsvValue;
}

/** The differences of a CSV file from the usual one. */
export interface CsvOptions {
  /** Whether text that a spreadsheet would run as a formula gets a leading `'`; by default true. False for raw text. */
  readonly formulaGuard?: boolean | undefined;
  /** Whether the file starts with a byte order mark, by which Excel knows UTF-8; by default false. */
  readonly bom?: boolean | undefined;
  /** The separator of cells; by default a comma. Excel expects a semicolon where the comma is the decimal sign. */
  readonly delimiter?: CsvDelimiter | undefined;
}

const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t" } as const;

/** The name of what separates the cells of a CSV file. */
export type CsvDelimiter = keyof typeof DELIMITERS;

/**
 * Rows as CSV (RFC 4180): UTF-8, a header, commas, CRLF after every line, quotes only where a cell holds the delimiter, quote, CR or LF.
 * Booleans are `True` and `False`, null and undefined empty, numbers in their shortest form; NaN and the infinities are empty too and
 * counted as `NON_FINITE_NUMBER`. Bytes are base64. Functions, symbols and other objects, dates among them, make a row unwritable.
 *
 * A request may choose `columns` (any of them, in the order it names), `delimiter` (`comma`, `semicolon`, `tab`) and `bom`.
 *
 * @throws TypeError when there is no column, or a name repeats.
 * @example
 * ```ts
 * registry.register("moths")(
 *   createRowExporter({ source: moths, format: csv([{ name: "species", value: ({ species }) => species }]) }),
 * );
 * ```
 */
export function csv<Row>(columns: readonly CsvColumn<Row>[], options: CsvOptions = {}): RowFormat<Row> {
  const { formulaGuard, bom = false, delimiter = "comma" } = options;
  const guard = formulaGuard === false ? (text: string) => text : guardFormula;
  const lines = lineWriter(DELIMITERS[delimiter]);
  return createRowFormat(columns, {
    fileFormat: "csv",
    contentType: "text/csv; charset=utf-8",
    columnsOption: "columns",
    options: optionsSchema(columns),
    configure(values) {
      const { columns: names, ...changes } = optionsSchema(columns).parse(values);
      return csv(chooseColumns(columns, names), { ...options, ...changes });
    },
    // The columns hold values of the given ones, texts, numbers and null.
    withColumns: <Other>(change: (given: readonly FormatColumn<Row>[]) => readonly FormatColumn<Other>[]) =>
      csv(change(columns) as readonly CsvColumn<Other>[], options),
    cellText(value, column, nonFinite) {
      if (typeof value === "string") return guard(value);
      const text = typeof value === "object" ? binaryText(value) : null;
      return text === null ? scalarText(value, column, nonFinite) : guard(text);
    },
    async *text(batches) {
      yield (bom ? "\uFEFF" : "") + lines([columns.map(({ name }) => guard(name))]);
      for await (const rows of batches) yield lines(rows);
    },
  });
}

function optionsSchema(columns: readonly CsvColumn<never>[]) {
  const delimiter = z.enum(["comma", "semicolon", "tab"]).optional();
  return z.strictObject({ columns: columnNamesSchema(columns, "column"), delimiter, bom: z.boolean().optional() });
}

/** A number, boolean or nothing as CSV writes it. @throws TypeError for anything else. */
export function scalarText<Row>(
  value: unknown,
  column: Pick<CsvColumn<Row>, "name" | "type">,
  nonFinite: string[],
): string {
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

/**
 * Writes rows as lines. csv-stringify looks in each cell for its record delimiter and for what else asks for quotes. With a delimiter of two
 * characters and quotes for line breaks of any kind it takes half as long again. So it ends lines with LF and knows of no other line break,
 * and all lines get their CRLF together. From the first cell with a line break on, it writes CRLF itself.
 */
function lineWriter(delimiter: string): (rows: string[][]) => string {
  let hasBreaks = false;
  return (rows) => {
    if (!hasBreaks) {
      const text = written(rows, { delimiter, record_delimiter: "\n" });
      const lines = text.split("\n");
      // The text ends with a LF, so that the last piece is empty.
      hasBreaks = lines.length !== rows.length + 1 || text.includes("\r");
      if (!hasBreaks) return lines.join("\r\n");
    }
    // Whatever the record delimiter is, csv-stringify then quotes cells with a lone CR or LF.
    return written(rows, { delimiter, record_delimiter: "\r\n", quoted_match: ["\r", "\n"] });
  };
}

function written(rows: string[][], dialect: Options): string {
  // A line without a character is no row to most readers.
  return stringify(rows, { ...dialect, quoted_empty: rows[0]?.length === 1 });
}
