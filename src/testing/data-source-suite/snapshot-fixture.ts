import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import type { Scope } from "../../contracts/scope.js";

/** The parts that show that a source's snapshots keep their promises. */
export interface SnapshotFixture<Row, Query> {
  readonly source: DataSource<Row, Query>;
  readonly scope: Scope;
  /** Queries with the rows that they must give; the first gives five rows or more. */
  readonly selections: readonly [Selection<Row, Query>, ...Selection<Row, Query>[]];
  /** Adds a row that the first query selects. */
  readonly write?: () => Promise<void>;
}

/** A query and its rows, in order. */
export interface Selection<Row, Query> {
  readonly query: Query;
  readonly rows: readonly Row[];
}

/** Returns the options that open a snapshot unless a test is about them. */
export function opening(scope: Scope, options: Partial<OpenOptions> = {}): OpenOptions {
  return { scope, signal: new AbortController().signal, batchSize: 4, ...options };
}

/** All rows of a query, batch after batch. */
export async function readRows<Row, Query>(
  snapshot: Pick<Snapshot<Row, Query>, "batches">,
  query: Query,
): Promise<Row[]> {
  return await gather(snapshot.batches(query));
}

/** All items of an iteration that gives them in batches. */
export async function gather<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}
