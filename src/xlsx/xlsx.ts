import { z } from "zod";
import type { AboutTexts, FileAbout, RowFormat } from "../contracts/row-format.js";
import { chooseColumns, columnNamesSchema } from "../formats/choose-columns.js";
import { createTypedFormat } from "../formats/create-typed-format.js";
import type { TypedColumn } from "../formats/typed-column.js";
import { zip } from "../packages/zip.js";
import { xlsxCell } from "./xlsx-cell.js";
import { ABOUT_SHEET, xlsxParts } from "./xlsx-parts.js";

/** Options of an XLSX file. */
export interface XlsxOptions<Row> {
  /** The name of the sheet of rows, by default `Rows`. */
  readonly sheetName?: string | undefined;
  /** The most rows of a sheet, without its header: by default 1,048,575, as many as there can be. More rows begin another sheet. */
  readonly rowsPerSheet?: number | undefined;
  /** Texts for the sheet "About", before those that an exporter knows. */
  readonly about?: AboutTexts | undefined;
  /** Reads the time at which a row was changed, as ISO 8601: "About" names the newest. Not read under a policy that acts by terms. */
  readonly changedAt?: ((row: Row) => string | null | undefined) | undefined;
}

/** "Excel specifications and limits". */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
const SHEET_NAME = /^(?!')[^[\]:*?/\\\0-\x1F]{1,24}(?<!')$/;

/**
 * Rows as a workbook of Excel (ECMA-376): numbers, dates and times are such; all else is text that no program runs as a formula. Numbers of
 * more than 15 digits and days before March 1900 are text, times end with the millisecond, an `instant` is in UTC. The header stays in
 * sight and has a filter. The sheet "About" tells title, licence, citation, rows, filters and warnings. A text of more than 32,767
 * characters is cut, and counted as `TEXT_CUT`.
 *
 * A request may choose `columns`.
 *
 * @throws TypeError when there is no column, more than 16,384, a name repeats, or an option cannot be.
 * @example
 * ```ts
 * const columns: readonly TypedColumn<Sighting>[] = [
 *   { name: "trap", value: ({ trap }) => trap },
 *   { name: "night", type: "date", term: "dwc:eventDate", value: ({ night }) => night },
 *   { name: "weight", type: "float", unit: "g", value: ({ weight }) => weight },
 * ];
 *
 * const about = { title: "Moths of 2023", license: "CC-BY-4.0", citation: "Ada (2023): Moths of 2023." };
 * const format = xlsx(columns, { about, changedAt: ({ changed }) => changed });
 * export const Sightings = createRowExporter({ source, format });
 * ```
 */
export function xlsx<Row>(columns: readonly TypedColumn<Row>[], options: XlsxOptions<Row> = {}): RowFormat<Row> {
  return xlsxAbout(columns, options, null);
}

function xlsxAbout<Row>(
  columns: readonly TypedColumn<Row>[],
  options: XlsxOptions<Row>,
  about: FileAbout | null,
): RowFormat<Row> {
  const { sheetName = "Rows", rowsPerSheet = MOST_ROWS - 1, about: texts = {}, changedAt } = options;
  if (columns.length > MOST_COLUMNS) throw new TypeError("A sheet has at most 16,384 columns.");
  if (!SHEET_NAME.test(sheetName) || sheetName.toLowerCase() === ABOUT_SHEET.toLowerCase())
    throw new TypeError(`"${sheetName}" cannot be the name of the sheet of rows.`);
  if (!Number.isInteger(rowsPerSheet) || rowsPerSheet < 1 || rowsPerSheet >= MOST_ROWS)
    throw new TypeError("rowsPerSheet must be an integer from 1 to 1,048,575.");
  const schema = () => z.strictObject({ columns: columnNamesSchema(columns, "column") });
  return createTypedFormat<Row>(columns, {
    fileFormat: "xlsx",
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    options: schema(),
    cell: xlsxCell,
    configure: (values) => xlsxAbout(chooseColumns(columns, schema().parse(values).columns), options, about),
    withAbout: (given) => xlsxAbout(columns, options, given),
    over: (others) => xlsxAbout(others, { ...options, changedAt: undefined }, about),
    write: (batches, warnings) =>
      zip(xlsxParts(batches, { columns, sheetName, rowsPerSheet, texts, about, changedAt, warnings })),
  });
}
