import type { PreviewedTable, PreviewListener } from "../contracts/preview-listener.js";
import { createForgetfulSpool } from "../packages/spool.js";
import { packageTexts, type PackageReading } from "./package-texts.js";
import type { PreviewPlaces } from "./package-spec.js";
import { type PackageTable, pathOf } from "./package-table.js";

/** The most parts of rows beside the source's, such as nights without an animal, that a preview reads: a part has at most 200. */
const MOST_BEFORE = 6;

/** Shows the rows of all tables to a preview, part by part, and writes nothing. Without `places` there is no map. */
export async function* previewPackage<Row, Context>(
  {
    places,
    ...reading
  }: Omit<PackageReading<Row, Context>, "spool" | "onRow"> & {
    readonly places?: PreviewPlaces | undefined;
  },
  listener: PreviewListener,
): AsyncGenerator<void, void, undefined> {
  const shown = new Map(reading.tables.map((table) => [table, previewed(table, places)]));
  for (const table of shown.values()) listener.onTable(table);
  const onRow = (table: PackageTable, cells: readonly string[]): void => {
    const known = shown.get(table);
    if (known !== undefined) listener.onRow(known, cells);
  };
  const spool = createForgetfulSpool("");
  const onCut = () => listener.onCut?.();
  for await (const _ of packageTexts({ ...reading, onRow, spool, mostBefore: MOST_BEFORE, onCut })) yield;
}

/** Terms stand where a map is made of them. The time of a place is not that of the rows that lie there. */
function previewed(table: PackageTable, places: PreviewPlaces | undefined): PreviewedTable {
  const isCounted = table.name === places?.counted;
  const columns = table.fields.map(({ name, type, term = null }) => ({
    name,
    term: places === undefined || (type === "datetime" && !isCounted) ? null : term,
  }));
  const link = table.fields.findIndex(({ name }) => name === places?.link);
  return { name: pathOf(table), columns, link: link < 0 ? null : link, isCounted };
}
