import { type Kysely, sql } from "kysely";
import type { ExportRecord } from "../../contracts/export-record.js";
import type {
  CreateOptions,
  CreateResult,
  ExportFacts,
  ExportOrdering,
  ExportPatch,
  ExportStore,
  ExportTimes,
  ListOptions,
  Pulse,
  WriteGuard,
} from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import { asciiJson } from "./ascii-json.js";
import { CreateLimits, idempotencyOf } from "./create-limits.js";
import { explainFaults } from "./explain-faults.js";
import { type ColumnValues, factColumns } from "./export-row.js";
import { type ExportPage, ExportTable, type GuardedChange } from "./export-table.js";
import { type StoreDialect, storeDialect } from "./store-dialect.js";
import { type Sql, type TableNameOptions, tableNames } from "./table-names.js";
import { timeColumns } from "./time-columns.js";

/** A list's projects are bound twice, and PostgreSQL takes 65,535 parameters, SQLite 32,766: far more than this. */
const MOST_LISTED = 100;

/** What a Kysely store works on. */
export interface KyselyStoreOptions<DB> extends TableNameOptions {
  /** The host's own; its plugins are left out. A pool of one connection is enough. The host destroys it. */
  readonly db: Kysely<DB>;
}

/**
 * Keeps exports in a table of the host's PostgreSQL 12 (PGlite too), MySQL 8, MariaDB 10.3 or SQLite 3.35, or a later one;
 * `exportStoreMigrations` creates it. Ids are integers, never given twice; text that spells one (`"12"`, from an address) finds the
 * same record.
 *
 * - A connection is held for one statement, and for a short transaction by `create` and by every write on MySQL and MariaDB, which
 *   do not return what they wrote. SQLite has single statements alone, since a second handle of the process that waited for a
 *   transaction would wait for ever.
 * - Creates with a limit or an idempotency key wait for one another by one row for the user and one for the project, locked always
 *   in the same order. No other statement locks two rows, so nothing here can deadlock.
 * - Several processes on one SQLite file need a busy timeout.
 *
 * What no retry mends (wrong credentials, no such database or table, a missing right) is ExportError `STORE_FAILED`, not retryable,
 * in a sentence for the operator. Other errors are the driver's own.
 *
 * @throws TypeError without a Kysely, for another database, or names that cannot be; does no I/O.
 */
export function createKyselyStore<DB>(options: KyselyStoreOptions<DB>): ExportStore {
  if (typeof options?.db?.getExecutor !== "function") throw new TypeError('createKyselyStore needs the option "db", a Kysely.');
  return explainFaults(new KyselyStore(options));
}

class KyselyStore<DB> implements ExportStore {
  readonly #db: Kysely<DB>;
  readonly #dialect: StoreDialect;
  readonly #table: ExportTable;
  readonly #limits: CreateLimits;

  constructor({ db, ...names }: KyselyStoreOptions<DB>) {
    this.#db = db.withoutPlugins();
    this.#dialect = storeDialect(db, names.schema);
    this.#table = new ExportTable(tableNames(names).exports, this.#dialect);
    this.#limits = new CreateLimits(tableNames(names));
  }

  create(facts: ExportFacts, options: CreateOptions): Promise<CreateResult> {
    if (this.#dialect.oneWriter) return this.#create(this.#db, facts, options);
    return this.#transaction(async (db) => {
      await this.#limits.lock(db, facts, options);
      return await this.#create(db, facts, options);
    });
  }

  async get(id: Id): Promise<ExportRecord | null> {
    const key = keyOf(id);
    if (key === null) return null;
    const [record] = await this.#table.select(this.#db, sql`where id = ${key}`);
    return record ?? null;
  }

  async list({ projectIds, orderBy, direction, limit, offset }: ListOptions): Promise<ExportPage> {
    if (projectIds?.length === 0) return { count: 0, records: [] };
    const projects = projectIds === undefined ? sql`` : sql` and project_id in (${this.#texts(projectIds.map(asciiJson))})`;
    return await this.#table.page(this.#db, { where: sql`deleted = 0${projects}`, orderBy: ordering(orderBy, direction), limit, offset });
  }

  async update(id: Id, { version }: WriteGuard, patch: ExportPatch): Promise<ExportRecord | null> {
    const current = await this.get(id);
    if (current?.version !== version) return null;
    const facts = { ...current, ...patch, job: { ...current.job, ...patch.job } };
    // What a heartbeat may have written since it was read is left alone, unless the patch has it otherwise.
    const progress = patch.job?.progress === undefined ? {} : { progress: asciiJson(patch.job.progress) };
    const values = { ...factColumns(facts), ...progress, ...this.#nextVersion(patch) };
    return await this.#change(id, { guard: sql`version = ${version}`, values });
  }

  claim(id: Id, token: string, leaseMs: number): Promise<ExportRecord | null> {
    const values = {
      status: "running",
      job_state: "STARTED",
      attempts: sql`attempts + 1`,
      token: asciiJson(token),
      ...this.#nextVersion({ startedAt: "now", dueInMs: leaseMs }),
    };
    return this.#change(id, { guard: sql`status = 'pending' and deleted = 0`, values });
  }

  async renew(id: Id, token: string, renewal: { leaseMs: number; progress: JobProgress }): Promise<Pulse | null> {
    const values = { progress: asciiJson(renewal.progress), ...this.#times({ dueInMs: renewal.leaseMs }) };
    // Within a millisecond of the last one, all may be as it was; and no token comes back to an attempt that has lost it.
    const renewed = await this.#change(id, { guard: sql`token = ${asciiJson(token)}`, values, mayRepeat: true });
    return renewed === null ? null : { cancelRequested: renewed.job.cancelRequested };
  }

  due(limit: number): Promise<readonly ExportRecord[]> {
    return this.#table.select(this.#db, sql`where due_at <= ${this.#dialect.now} order by due_at, id limit ${limit}`);
  }

  async remove(id: Id, { version }: WriteGuard): Promise<boolean> {
    const key = keyOf(id);
    if (key === null) return false;
    return await this.#table.delete(this.#db, { key, guard: sql`version = ${version}` });
  }

  async #create(db: Kysely<DB>, facts: ExportFacts, options: CreateOptions): Promise<CreateResult> {
    const idempotency = idempotencyOf(facts, options);
    const values = { ...this.#newRow(facts, options), idempotency };
    const record = await this.#table.insert(db, { guard: this.#limits.condition(facts, options), values });
    if (record !== undefined) return { outcome: "created", record };
    const [existing] = idempotency === null ? [] : await this.#table.select(db, sql`where idempotency = ${idempotency}`);
    if (existing !== undefined) return { outcome: "existing", record: existing };
    return { outcome: "limit", limit: await this.#limits.refusal(db, facts, options) };
  }

  /** Few are listed one by one, since planners find a page of few projects in an index only so. */
  #texts(texts: readonly string[]): Sql {
    const { textsOf } = this.#dialect;
    return textsOf === undefined || texts.length <= MOST_LISTED ? sql.join(texts) : textsOf(asciiJson(texts));
  }

  #newRow(facts: ExportFacts, { dueInMs }: CreateOptions): ColumnValues {
    const { now } = this.#dialect;
    const progress = asciiJson(facts.job.progress);
    return { ...factColumns(facts), progress, version: 1, created_at: now, updated_at: now, ...this.#times({ expiresInMs: null, dueInMs }) };
  }

  #nextVersion(times: ExportTimes): ColumnValues {
    return { version: sql`version + 1`, updated_at: this.#dialect.now, ...this.#times(times) };
  }

  #times(times: ExportTimes): ColumnValues {
    return timeColumns(times, this.#dialect.now);
  }

  async #change(id: Id, guarded: Omit<GuardedChange, "key">): Promise<ExportRecord | null> {
    const key = keyOf(id);
    if (key === null) return null;
    const change = (db: Kysely<DB>) => this.#table.change(db, { ...guarded, key });
    return (await (this.#dialect.returning ? change(this.#db) : this.#transaction(change))) ?? null;
  }

  /** At the level that sees what was committed while it waited for a lock, whatever the session's own is. */
  #transaction<T>(body: (db: Kysely<DB>) => Promise<T>): Promise<T> {
    return this.#db.transaction().setIsolationLevel("read committed").execute(async (db) => {
      await this.#dialect.patience?.execute(db);
      return await body(db);
    });
  }
}

/** The key that an id spells, or null for one that cannot be. */
function keyOf(id: Id): number | null {
  const key = typeof id === "string" && /^[1-9]\d*$/.test(id) ? Number(id) : id;
  return typeof key === "number" && Number.isSafeInteger(key) && key > 0 ? key : null;
}

const ORDER_COLUMNS = { id: "id", format: "format", fileSize: "file_size", createdAt: "created_at", updatedAt: "updated_at" } as const;

/** MySQL has no `nulls last`. A test for null where there is none would keep an index from being used. */
function ordering(orderBy: ExportOrdering, direction: ListOptions["direction"]): Sql {
  const column = sql.id(ORDER_COLUMNS[orderBy]);
  const way = direction === "asc" ? sql`asc` : sql`desc`;
  return sql`${orderBy === "fileSize" ? sql`file_size is null, ` : sql``}${column} ${way}, id ${way}`;
}
