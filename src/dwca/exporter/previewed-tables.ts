import type { PreviewedTable } from "../../contracts/preview-listener.js";
import type { DwcTable } from "../tables/dwc-table.js";
import type { ArchiveContents } from "../writer/archive-contents.js";

/**
 * The tables of an archive as a preview shows them, in their order. Those rows count that stand for the source's: the core's, or the first
 * extension's where core rows are read by themselves or shared.
 */
export function previewedTables<CoreRow, Item, Context>(
  contents: Pick<
    ArchiveContents<CoreRow, Item, Context>,
    "core" | "extensions" | "coreExtensions" | "coreRowOf" | "sharesCoreRows"
  >,
): ReadonlyMap<DwcTable<never, never>, PreviewedTable> {
  const { core, extensions, coreExtensions = [], coreRowOf, sharesCoreRows } = contents;
  const isCoreCounted = extensions.length === 0 || (coreRowOf !== undefined && sharesCoreRows !== true);
  const tables: readonly DwcTable<never, never>[] = [
    core,
    ...[...extensions, ...coreExtensions].map(({ table }) => table),
  ];
  return new Map(tables.map((table, index) => [table, previewed(table, index === (isCoreCounted ? 0 : 1))]));
}

function previewed({ file, columns, idIndex }: DwcTable<never, never>, isCounted: boolean): PreviewedTable {
  return {
    name: file,
    columns: columns.map(({ name, field }) => ({ name, term: field?.term ?? null })),
    link: idIndex,
    isCounted,
  };
}
