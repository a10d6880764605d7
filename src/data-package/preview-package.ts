import type { PreviewedTable, PreviewListener } from "../contracts/preview-listener.js";
import { createForgetfulSpool } from "../packages/spool.js";
import { packageTexts, type PackageReading } from "./package-texts.js";
import { type PackageTable, pathOf } from "./package-table.js";

/** Shows the rows of all tables to a preview, part by part, and writes nothing. */
export async function* previewPackage<Row, Context>(
  reading: Omit<PackageReading<Row, Context>, "spool" | "onRow">,
  listener: PreviewListener,
): AsyncGenerator<void, void, undefined> {
  const shown = new Map(reading.tables.map((table) => [table, previewed(table)]));
  for (const table of shown.values()) listener.onTable(table);
  const onRow = (table: PackageTable, cells: readonly string[]): void => {
    const known = shown.get(table);
    if (known !== undefined) listener.onRow(known, cells);
  };
  const spool = createForgetfulSpool("");
  for await (const _ of packageTexts({ ...reading, onRow, spool })) yield;
}

/** The terms are left out: a preview would count rows of other tables than the one that the export counts. */
function previewed(table: PackageTable): PreviewedTable {
  const columns = table.fields.map(({ name }) => ({ name, term: null }));
  return { name: pathOf(table), columns, link: null, isCounted: false };
}
