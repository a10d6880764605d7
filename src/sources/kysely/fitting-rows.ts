import { type Kysely, type RawBuilder, sql } from "kysely";
import type { OrderKey, SourceRow } from "./order-key.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** A page that is about to be read. */
export interface PlannedPage {
  /** The SQL after `select … from`: a table `r` and a condition. */
  readonly from: RawBuilder<unknown>;
  readonly key: OrderKey;
  /** A row of the page before: it has the columns of this one. */
  readonly like: SourceRow;
  readonly limit: number;
}

/** With what a page is weighed. */
export interface WeighingOptions<DB> {
  readonly db: Kysely<DB>;
  readonly snapshot: Pick<SourceSnapshot, "run">;
  /** The bytes of a value in SQL. */
  byteLength(column: RawBuilder<unknown>): RawBuilder<unknown>;
  readonly pageBytes: number;
}

/**
 * Counts the rows of a page that have `pageBytes` together, before they are read. MySQL and SQLite give all rows of a statement, so a page
 * cannot be cut while it is read. Most pages fit: that is one sum. Only where they do not, the rows that fit are counted.
 *
 * @returns at least 2, or `limit` where all rows fit.
 */
export async function fittingRows<DB>(page: PlannedPage, options: WeighingOptions<DB>): Promise<number> {
  const { from, key, like, limit } = page;
  const { db, snapshot, byteLength, pageBytes } = options;
  const lengths = Object.entries(like).flatMap(([name, value]) =>
    mayBeLarge(value) ? [sql`coalesce(${byteLength(sql.id("r", name))}, 0)`] : [],
  );
  if (lengths.length === 0) return limit;
  const keys = sql.join(key.names.map((name) => sql.id("r", name)));
  const weighed = sql`
    (select ${keys}, ${sql.join(lengths, sql` + `)} as bytes from ${from} order by ${key.orderBy()} limit ${sql.lit(limit)}) as w`;
  const ask = async (statement: RawBuilder<{ answer: unknown }>): Promise<number> => {
    const [row] = await snapshot.run(statement.compile(db));
    return Number(row?.answer ?? 0);
  };
  if ((await ask(sql`select sum(w.bytes) as answer from ${weighed}`)) <= pageBytes) return limit;
  const fitting = sql<{ answer: unknown }>`
    select count(*) as answer from (
      select sum(w.bytes) over (order by ${key.orderBy("w")} rows unbounded preceding) - w.bytes as bytes_before
      from ${weighed}) as t
    where t.bytes_before < ${sql.lit(pageBytes)}`;
  return Math.max(2, await ask(fitting));
}

/** Whether other values of a column may be large, by one of them. */
function mayBeLarge(value: unknown): boolean {
  return typeof value === "string" || typeof value === "object";
}
