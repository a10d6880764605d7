import type { AboutTexts, FileAbout } from "../contracts/row-format.js";
import type { TypedColumn } from "../formats/typed-column.js";
import type { TypedRow } from "../formats/typed-reader.js";
import type { WarningCounts } from "../formats/warning-counts.js";
import type { ZipEntry } from "../packages/zip.js";
import { aboutLines } from "./about-lines.js";
import { NewestChange } from "./newest-change.js";
import { SheetRows } from "./sheet-rows.js";
import { aboutSheet, partXml, sheetChunks, tableRange } from "./sheet-xml.js";
import { STYLES_XML } from "./styles.js";
import { contentTypes, PACKAGE_RELS, type SheetEntry, workbookRels, workbookXml } from "./workbook-xml.js";

/** The parts that a workbook is made of. */
export interface XlsxSpec<Row> {
  readonly columns: readonly TypedColumn<Row>[];
  /** The most rows of a sheet, without its header. */
  readonly rowsPerSheet: number;
  /** The name of the sheet of rows; those after it have a number too. */
  readonly sheetName: string;
  readonly texts: AboutTexts;
  readonly about: FileAbout | null;
  readonly changedAt: ((row: Row) => string | null | undefined) | undefined;
  readonly warnings: WarningCounts;
}

/** The name of the sheet that tells about the file. */
export const ABOUT_SHEET = "About";

/** The files of a workbook, in the order in which they can be known: the sheets before the parts that list them. */
export async function* xlsxParts<Row>(
  batches: AsyncIterable<readonly TypedRow<Row>[]>,
  spec: XlsxSpec<Row>,
): AsyncGenerator<ZipEntry, void, undefined> {
  const sheets: SheetEntry[] = [];
  const newest = new NewestChange(spec.changedAt);
  const rows = new SheetRows(batches);
  yield part("_rels/.rels", PACKAGE_RELS);
  yield part("xl/styles.xml", STYLES_XML);
  try {
    do {
      yield sheetPart(rows, { spec, sheets, newest });
    } while (await rows.hasMore());
  } finally {
    await rows.end();
  }
  const { columns, texts, about } = spec;
  const warnings = about?.warnings() ?? spec.warnings.all;
  const lines = aboutLines({ columns, texts, about, rows: rows.count, newest: newest.text, warnings });
  yield part(pathOf(sheets.length), aboutSheet(lines));
  sheets.push({ name: ABOUT_SHEET, range: null });
  yield part("xl/workbook.xml", workbookXml(sheets));
  yield part("xl/_rels/workbook.xml.rels", workbookRels(sheets));
  yield part("[Content_Types].xml", contentTypes(sheets));
}

interface SheetContext<Row> {
  readonly spec: XlsxSpec<Row>;
  /** The sheets so far, to which this one is added when it has been read. */
  readonly sheets: SheetEntry[];
  readonly newest: NewestChange<Row>;
}

function sheetPart<Row>(rows: SheetRows<Row>, { spec, sheets, newest }: SheetContext<Row>): ZipEntry {
  const { columns, sheetName, rowsPerSheet } = spec;
  const index = sheets.length;
  const before = rows.count;
  async function* chunks() {
    yield* sheetChunks(seen(rows.next(rowsPerSheet), newest), columns, index === 0);
    const name = index === 0 ? sheetName : `${sheetName} ${index + 1}`;
    sheets.push({ name, range: tableRange(columns.length, rows.count - before) });
  }
  return { name: pathOf(index), chunks: chunks() };
}

async function* seen<Row>(batches: AsyncIterable<readonly TypedRow<Row>[]>, newest: NewestChange<Row>) {
  for await (const rows of batches) {
    for (const { row } of rows) newest.add(row);
    yield rows;
  }
}

function pathOf(index: number): string {
  return `xl/worksheets/sheet${index + 1}.xml`;
}

function part(name: string, xml: string): ZipEntry {
  async function* chunks() {
    yield partXml(xml);
  }
  return { name, chunks: chunks() };
}
