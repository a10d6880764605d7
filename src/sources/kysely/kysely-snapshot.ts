import { type Kysely, type OperationNodeSource, sql } from "kysely";
import type { Snapshot } from "../../contracts/data-source.js";
import type { AlteredValueCheck, AlteredValueChecks } from "./altered-values.js";
import { keysetPages } from "./keyset-pages.js";
import type { OrderKey, SourceRow } from "./order-key.js";
import type { PickedRows } from "./pick-rows.js";
import { readAhead } from "./read-ahead.js";
import { withRelated } from "./related-rows.js";
import { narrowed, type Selection } from "./source-query.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** What a snapshot's rows are read with. */
export interface KyselySnapshotOptions<DB> {
  readonly db: Kysely<DB>;
  readonly snapshot: SourceSnapshot;
  readonly selection: Selection;
  readonly key: OrderKey;
  readonly picked: PickedRows<DB>;
  /** Of the rows themselves. */
  readonly check: AlteredValueCheck;
  /** Of their relations. */
  readonly checks: AlteredValueChecks;
  readonly batchSize: number;
}

/** One consistent view of what a query of the host's selects. */
export class KyselySnapshot<DB> implements Snapshot<SourceRow, OperationNodeSource> {
  readonly #options: KyselySnapshotOptions<DB>;

  constructor(options: KyselySnapshotOptions<DB>) {
    this.#options = options;
  }

  async count(query: OperationNodeSource): Promise<number> {
    const { snapshot, selection } = this.#options;
    const rows = narrowed(selection, query.toOperationNode());
    const [row] = await snapshot.run(sql<{ count: unknown }>`select count(*) as ${sql.id("count")} from ${rows} as ${sql.id("r")}`);
    return Number(row?.count);
  }

  async *batches(query: OperationNodeSource): AsyncGenerator<readonly SourceRow[], void, undefined> {
    yield* readAhead(this.#batches(narrowed(this.#options.selection, query.toOperationNode())));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.snapshot[Symbol.asyncDispose]();
  }

  async *#batches(selected: OperationNodeSource): AsyncGenerator<readonly SourceRow[], void, undefined> {
    const { db, snapshot, key, picked, check, checks, batchSize } = this.#options;
    const { columns, relations } = picked;
    const load = async (last: SourceRow | null, limit: number): Promise<readonly SourceRow[]> => {
      const after = last === null ? sql`` : sql`where ${key.after(last)}`;
      const rows = await snapshot.run(sql<SourceRow>`
        select ${columns} from ${selected} as ${sql.id("r")} ${after} order by ${key.orderBy()} limit ${sql.lit(limit)}`);
      // Before their keys are compared: two that the driver cut may look like one that repeats.
      check(rows);
      return rows;
    };
    const pages = keysetPages({ pageSize: batchSize, load, keyOf: (row: SourceRow) => key.textOf(row) });
    // While one connection reads the relations of a page, another can read the next page.
    for await (const rows of readAhead(pages)) yield picked.trim(await withRelated(rows, { db, snapshot, relations, checks }));
  }
}
