import { type Compilable, type Kysely, type OperationNodeSource, sql } from "kysely";
import type { Snapshot } from "../../contracts/data-source.js";
import type { ExactRow } from "./exact-row.js";
import type { ExactRead, ExactReads } from "./exact-reads.js";
import { fittingRows, type PlannedPage } from "./fitting-rows.js";
import { type KeysetPage, keysetPages } from "./keyset-pages.js";
import { type OrderColumns, OrderKey, type SourceRow } from "./order-key.js";
import type { SnapshotDialect } from "./snapshot-dialect.js";
import type { PickedRows } from "./pick-rows.js";
import { PAGE_BYTES, PageSize, weigh } from "./page-size.js";
import { readAhead } from "../../async/read-ahead.js";
import { addRelated } from "./related-rows.js";
import { narrowed, type Selection } from "./source-query.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** A {@link Snapshot} of a database, which can be asked for more than the source's own rows. */
export interface KyselyView<Row, Query, DB> extends Snapshot<Row, Query> {
  /**
   * Gives the rows of a query of the host's own, from the same view: a project's name, a list of taxa. For few rows, which are read at
   * once. The scope is not applied: the query restricts itself.
   *
   * @throws ExportError `SOURCE_FAILED`; `SOURCE_DRIVER_LOSSY` when the driver altered a value.
   */
  select<Selected>(build: (tables: Kysely<DB>) => Compilable<Selected>): Promise<readonly ExactRow<Selected>[]>;
  /**
   * Gives the rows of a query of the host's own in pages, in the order of `key`, however many they are: events for an archive, also those
   * without occurrences. The scope is not applied: the query restricts itself.
   *
   * @param key - selected columns that are never null and together unique.
   * @throws ExportError as `batches`.
   */
  pages<Selected>(
    build: (tables: Kysely<DB>) => Compilable<Selected> & OperationNodeSource,
    key: OrderColumns<Extract<keyof Selected, string>>,
  ): AsyncIterable<readonly ExactRow<Selected>[]>;
}

/** The parts that a snapshot reads its rows with. */
export interface KyselySnapshotOptions<DB> {
  readonly db: Kysely<DB>;
  readonly snapshot: SourceSnapshot;
  readonly dialect: SnapshotDialect;
  readonly selection: Selection;
  readonly key: OrderKey;
  readonly picked: PickedRows<DB>;
  /** Reads the source's own rows. */
  readonly read: ExactRead;
  readonly reads: ExactReads<DB>;
  readonly batchSize: number;
  readonly signal: AbortSignal;
  /** Of a row with more bytes, values that may be large are not read. */
  readonly rowBytes: number;
}

/** One consistent view of what a query of the host's selects. */
export class KyselySnapshot<DB> implements KyselyView<SourceRow, OperationNodeSource, DB> {
  readonly #options: KyselySnapshotOptions<DB>;

  constructor(options: KyselySnapshotOptions<DB>) {
    this.#options = options;
  }

  async count(query: OperationNodeSource): Promise<number> {
    const { db, snapshot, selection } = this.#options;
    const rows = narrowed(selection, query.toOperationNode());
    const [row] = await snapshot.run(
      sql<{ count: unknown }>`select count(*) as ${sql.id("count")} from ${rows} as ${sql.id("r")}`.compile(db),
    );
    return Number(row?.count);
  }

  async *batches(query: OperationNodeSource): AsyncGenerator<readonly SourceRow[], void, undefined> {
    const { selection, signal } = this.#options;
    yield* readAhead(this.#batches(narrowed(selection, query.toOperationNode())), signal);
  }

  async select<Selected>(build: (tables: Kysely<DB>) => Compilable<Selected>): Promise<readonly ExactRow<Selected>[]> {
    const { db, reads } = this.#options;
    const statement = build(db).compile();
    const read = await reads.of(statement);
    return (await read.rows(statement)) as readonly ExactRow<Selected>[]; // as the query's type says
  }

  async *pages<Selected>(
    build: (tables: Kysely<DB>) => Compilable<Selected> & OperationNodeSource,
    key: OrderColumns<Extract<keyof Selected, string>>,
  ): AsyncGenerator<readonly ExactRow<Selected>[], void, undefined> {
    const { db, reads, dialect, batchSize, signal } = this.#options;
    const orderKey = new OrderKey(key, dialect);
    const query = build(db.withoutPlugins());
    const read = await reads.of(sql`select * from ${query} as ${sql.id("r")}`.compile(db), orderKey.names);
    const pages = this.#pages(query, { key: orderKey, read, columns: sql`*`, size: new PageSize(batchSize) });
    for await (const page of readAhead(pages, signal)) yield page as readonly ExactRow<Selected>[]; // as the query's type says
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.snapshot[Symbol.asyncDispose]();
  }

  async *#batches(selected: OperationNodeSource): AsyncGenerator<readonly SourceRow[], void, undefined> {
    const { db, key, picked, read, reads, batchSize } = this.#options;
    const { columns, relations } = picked;
    const size = new PageSize(batchSize);
    // While one connection reads the relations of a page, another can read the next page.
    for await (const rows of readAhead(this.#pages(selected, { key, read, columns, size }))) {
      await addRelated(rows, { db, relations, reads });
      if (Object.keys(relations).length > 0) size.learn("related", weigh(rows));
      yield picked.trim(rows);
    }
  }

  #pages(
    selected: OperationNodeSource,
    { key, read, columns, size }: PagesOptions<DB>,
  ): AsyncGenerator<readonly SourceRow[], void, undefined> {
    const { db, rowBytes } = this.#options;
    const load = async (last: SourceRow | null, limit: number): Promise<KeysetPage<SourceRow>> => {
      const after = last === null ? sql`` : sql`where ${key.after(last)}`;
      const from = sql`${selected} as ${sql.id("r")} ${after}`;
      const fitting = last === null ? limit : await this.#fitting({ from, key, like: last, limit });
      const statement = sql`select ${columns} from ${from} order by ${key.orderBy()} limit ${sql.lit(fitting)}`;
      const { page, ...weighed } = await read.page(statement.compile(db), { pageBytes: PAGE_BYTES, rowBytes });
      size.learn("own", weighed);
      return fitting < limit ? { ...page, isCut: true } : page;
    };
    return keysetPages({ size, load, keyOf: (row: SourceRow) => key.textOf(row) });
  }

  async #fitting(page: PlannedPage): Promise<number> {
    const { db, snapshot, dialect } = this.#options;
    const { byteLength } = dialect;
    if (byteLength === undefined) return page.limit;
    return await fittingRows(page, { db, snapshot, byteLength, pageBytes: PAGE_BYTES });
  }
}

interface PagesOptions<DB> extends Pick<KyselySnapshotOptions<DB>, "key" | "read">, Pick<PickedRows<DB>, "columns"> {
  readonly size: PageSize;
}
