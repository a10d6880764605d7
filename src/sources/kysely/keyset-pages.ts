import { ExportError } from "../../contracts/export-error.js";

/** How rows are read page by page. */
export interface KeysetOptions<Row> {
  /** The most rows of a page; at least 1. */
  readonly pageSize: number;
  /** Up to `limit` rows in key order: the first ones, or those whose key comes after the key of `last`. */
  load(last: Row | null, limit: number): Promise<readonly Row[]>;
  /** The row's whole order key as text; two rows with equal texts are an error. */
  keyOf(row: Row): string;
}

/**
 * Reads rows in key order, a page at a time, each page beginning after the last key of the page before. One row more than a page is
 * asked for: it tells whether there is a next page, and whether a key repeats just where a page ends and would lose a row.
 *
 * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when a key repeats.
 */
export async function* keysetPages<Row>(options: KeysetOptions<Row>): AsyncGenerator<readonly Row[], void, undefined> {
  let last: Row | null = null;
  for (;;) {
    const rows: readonly Row[] = await options.load(last, options.pageSize + 1);
    refuseRepeats(last === null ? rows : [last, ...rows], options.keyOf);
    const page = rows.slice(0, options.pageSize);
    if (page.length > 0) yield page;
    if (rows.length === page.length) return;
    last = page.at(-1) ?? null;
  }
}

function refuseRepeats<Row>(rows: readonly Row[], keyOf: (row: Row) => string): void {
  let previous: string | null = null;
  for (const row of rows) {
    const key = keyOf(row);
    if (key === previous) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE");
    previous = key;
  }
}
