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

const LOST = "The source's order key repeats, or the database does not compare it as it orders it, so its pages would lose rows.";

/**
 * Reads rows in key order, a page at a time, each page beginning after the last key of the page before. One row more than a page is
 * asked for, and the next page must begin with it. Where it does not, the key repeats just there, whatever makes the database take
 * two keys for one: a collation that ignores case, a driver that cut a timestamp. Or the database orders a type in one way and compares
 * it in another, as MySQL does its enums.
 *
 * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when a key repeats, or a page does not begin where the last one ended.
 */
export async function* keysetPages<Row>(options: KeysetOptions<Row>): AsyncGenerator<readonly Row[], void, undefined> {
  const { pageSize, keyOf } = options;
  let last: Row | null = null;
  let next: string | null = null;
  for (;;) {
    const rows: readonly Row[] = await options.load(last, pageSize + 1);
    const keys = rows.map(keyOf);
    if (next !== null && keys[0] !== next) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE", { message: LOST });
    if (keys.some((key, index) => key === keys[index - 1])) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE");
    const page = rows.slice(0, pageSize);
    if (page.length > 0) yield page;
    if (rows.length === page.length) return;
    last = page.at(-1) ?? null;
    next = keys.at(-1) ?? null;
  }
}
