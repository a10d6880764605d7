import { ExportError } from "../../contracts/export-error.js";

/** The rows that were loaded for a page. */
export interface KeysetPage<Row> {
  readonly rows: readonly Row[];
  /** Whether there may be more rows although these are fewer than asked for: they are large. There are two at least. */
  readonly isCut?: boolean;
}

/** The options of a reading page by page. */
export interface KeysetOptions<Row> {
  /** The most rows of the next page; at least 1. */
  readonly size: { readonly rows: number };
  /** Loads up to `limit` rows in key order: the first ones, or those whose key comes after the key of `last`. */
  load(last: Row | null, limit: number): Promise<KeysetPage<Row>>;
  /** The row's whole order key as text; two rows with equal texts are an error. */
  keyOf(row: Row): string;
}

const LOST =
  "The source's order key repeats, or the database does not compare it as it orders it, so its pages would lose rows.";

/**
 * Reads rows in key order, a page at a time, each page beginning after the last key of the page before. One row more than a page is
 * asked for, and the next page must begin with it. Where it does not, the key repeats just there, whatever makes the database take
 * two keys for one: a collation that ignores case, a driver that cut a timestamp. Or the database orders a type in one way and compares
 * it in another, as MySQL does its enums.
 *
 * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when a key repeats, or a page does not begin where the last one ended.
 */
export async function* keysetPages<Row>(options: KeysetOptions<Row>): AsyncGenerator<readonly Row[], void, undefined> {
  const { size, keyOf } = options;
  let last: Row | null = null;
  let next: string | null = null;
  for (;;) {
    const limit: number = size.rows;
    const { rows, isCut = false }: KeysetPage<Row> = await options.load(last, limit + 1);
    const keys = rows.map(keyOf);
    if (next !== null && keys[0] !== next) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE", { message: LOST });
    if (keys.some((key, index) => key === keys[index - 1])) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE");
    const isLast = rows.length <= limit && !isCut;
    const page = isLast ? rows : rows.slice(0, -1);
    if (page.length > 0) yield page;
    if (isLast) return;
    last = page.at(-1) ?? null;
    next = keys.at(-1) ?? null;
  }
}
