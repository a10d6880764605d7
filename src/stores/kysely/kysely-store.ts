import { type Kysely, sql } from "kysely";
import type { NewNotice, NoticeOutbox } from "../../contracts/export-notice.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type {
  CreateOptions,
  CreateResult,
  NewExport,
  ExportOrdering,
  ExportPatch,
  ExportStore,
  ExportTimes,
  ListOptions,
  Pulse,
  StoreStats,
  WriteGuard,
} from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import { asciiJson } from "./ascii-json.js";
import { type CreateConditions, CreateLimits, type CreateSubject, idempotencyOf } from "./create-limits.js";
import { explainPermanentErrors } from "./explain-permanent-errors.js";
import { changedColumns, type ColumnValues, exportColumns } from "./export-row.js";
import { type ExportPage, ExportTable, type GuardedChange } from "./export-table.js";
import { type StoreDialect, storeDialect } from "./store-dialect.js";
import { NoticeColumns } from "./notice-columns.js";
import { storeStats } from "./store-stats.js";
import { type Sql, type TableNameOptions, type TableNames, tableNames } from "./table-names.js";
import { timeColumns } from "./time-columns.js";
import { toRecord } from "./to-record.js";

/** A list's projects are bound twice, and PostgreSQL takes 65,535 parameters, SQLite 32,766: far more than this. */
const MOST_LISTED = 100;

/** The database and the tables that a Kysely store works on. */
export interface KyselyStoreOptions<DB> extends TableNameOptions {
  /** The host's own; its plugins are left out. A pool of one connection is enough. The host destroys it. */
  readonly db: Kysely<DB>;
}

/**
 * Keeps exports in a table of the host's PostgreSQL 12 (PGlite too), MySQL 8, MariaDB 10.3 or SQLite 3.35, or a later one;
 * `exportStoreMigrations` creates it. Ids are integers, never given twice; text that spells one (`"12"`, from an address) finds the
 * same record.
 *
 * - A connection is held for one statement. `create`, and every write on MySQL and MariaDB, which do not return what
 *   they wrote, hold it for a short transaction. SQLite has single statements alone, since a second handle of the
 *   process that waited for a transaction would wait for ever.
 * - Creates with a limit or an idempotency key wait for one another. They lock one row for the user and one for the
 *   project, always in the same order. No other statement locks two rows, so nothing here can deadlock.
 * - On MySQL and MariaDB each call begins with one statement that fixes the session's settings: `sql_mode`,
 *   `sql_select_limit`, time zone and others. It ends with one that gives them back.
 * - Several processes on one SQLite file need a busy timeout.
 *
 * A row that is damaged is one damaged record: the others are read and written as ever.
 *
 * A permanent error (wrong credentials, no such database or table, a missing right) is ExportError `STORE_FAILED`, not retryable, in a
 * sentence for the operator. Other errors are the driver's own.
 *
 * @throws TypeError without a Kysely, for another database, or names that cannot be; does no I/O.
 * @example
 * ```ts
 * const service = new ExportService({
 *   registry: createRegistry(db),
 *   store: createKyselyStore({ db, schema: "vasculum" }),
 *   storage: createS3Storage({ client, bucket: `${process.env.S3_BUCKET}`, prefix: "exports/" }),
 *   runner: createPgBossRunner({ boss, queue: "exports", concurrency: EXPORTS_AT_ONCE, onError: console.log }),
 *   authorizer: membersOnly(db),
 *   projectIdType: "string", // UUIDs
 *   limits: { activePerUser: 5, rows: 20_000_000, runMs: 2 * 60 * 60 * 1000 },
 *   retentionMs: 30 * 24 * 60 * 60 * 1000,
 *   onError: (error, { exportId }) => console.log(`export ${exportId}:`, error.code, error.cause),
 * });
 * ```
 */
export function createKyselyStore<DB>(options: KyselyStoreOptions<DB>): ExportStore {
  if (typeof options?.db?.getExecutor !== "function")
    throw new TypeError('createKyselyStore needs the option "db", a Kysely.');
  return explainPermanentErrors(new KyselyStore(options));
}

class KyselyStore<DB> implements ExportStore {
  readonly #db: Kysely<DB>;
  readonly #dialect: StoreDialect;
  readonly #names: TableNames;
  readonly #table: ExportTable;
  readonly #limits: CreateLimits;
  readonly #notices: NoticeColumns;
  readonly notices: NoticeOutbox;

  constructor({ db, ...names }: KyselyStoreOptions<DB>) {
    this.#db = db.withoutPlugins();
    this.#dialect = storeDialect(db, names.schema);
    this.#names = tableNames(names);
    this.#table = new ExportTable(this.#names.exports, this.#dialect);
    this.#limits = new CreateLimits(this.#names);
    this.#notices = new NoticeColumns(this.#names.exports, this.#dialect);
    this.notices = {
      take: (limit, leaseMs) => this.#session((session) => this.#notices.take(session, limit, leaseMs)),
      settle: async (id, settled) => {
        const key = keyOf(id);
        if (key !== null) await this.#session((session) => this.#notices.settle(session, key, settled));
      },
    };
  }

  create(newExport: NewExport, options: CreateOptions): Promise<CreateResult> {
    if (this.#dialect.oneWriter) return this.#create(this.#db, newExport, options);
    return this.#transaction(async (db) => {
      await this.#limits.lock(db, newExport, options);
      return await this.#create(db, newExport, options);
    });
  }

  reachedLimit(subject: CreateSubject, conditions: CreateConditions): Promise<"perUser" | "perProject" | null> {
    return this.#session((db) => this.#limits.reached(db, subject, conditions));
  }

  async get(id: Id): Promise<ExportRecord | null> {
    const key = keyOf(id);
    if (key === null) return null;
    const [record] = await this.#session((db) => this.#table.select(db, sql`where id = ${key}`));
    return record ?? null;
  }

  async list({ projectIds, orderBy, direction, limit, offset }: ListOptions): Promise<ExportPage> {
    if (projectIds?.length === 0) return { count: 0, records: [] };
    const projects =
      projectIds === undefined ? sql`` : sql` and project_id in (${this.#texts(projectIds.map(asciiJson))})`;
    const page = { where: sql`deleted = 0${projects}`, orderBy: ordering(orderBy, direction), limit, offset };
    return await this.#session((db) => this.#table.page(db, page));
  }

  async update(id: Id, { version }: WriteGuard, patch: ExportPatch): Promise<ExportRecord | null> {
    const key = keyOf(id);
    const [row] = key === null ? [] : await this.#table.rows(this.#db, sql`where id = ${key}`);
    if (row === undefined) return null;
    const current = toRecord(row);
    if (current.version !== version) return null;
    const changed = { ...current, ...patch, job: { ...current.job, ...patch.job } };
    // What a heartbeat may have written since it was read is left alone, unless the patch has it otherwise.
    const progress = patch.job?.progress === undefined ? {} : { progress: asciiJson(patch.job.progress) };
    const columns = { ...changedColumns({ row, current, changed }), ...progress, ...this.#nextVersion(patch) };
    const noticed = await this.#noticed(Number(row.id), patch.notice);
    // As it is stored, which SQLite lets be no number at all.
    const guard = sql`version = ${row.version}${noticed.guard}`;
    return await this.#change(id, { guard, values: { ...columns, ...noticed.values } });
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
    const clause = sql`where due_at <= ${this.#dialect.now} order by due_at, id limit ${limit}`;
    return this.#session((db) => this.#table.select(db, clause));
  }

  async remove(id: Id, { version }: WriteGuard): Promise<boolean> {
    const key = keyOf(id);
    if (key === null) return false;
    const guard = sql`version = ${version} and notices is null`;
    return await this.#session((db) => this.#table.delete(db, { key, guard }));
  }

  stats(): Promise<StoreStats> {
    return this.#session((db) => storeStats(db, this.#names.exports, this.#dialect.now));
  }

  /** Returns what an update does beside, for its notice. */
  async #noticed(
    key: number,
    notice: NewNotice | undefined,
  ): Promise<{ readonly values: ColumnValues; readonly guard: Sql }> {
    if (notice === undefined) return { values: {}, guard: sql`` };
    return await this.#session((db) => this.#notices.adding(db, key, notice));
  }

  async #create(db: Kysely<DB>, newExport: NewExport, options: CreateOptions): Promise<CreateResult> {
    const idempotency = idempotencyOf(newExport, options);
    const values = { ...this.#newRow(newExport, options), idempotency };
    const record = await this.#table.insert(db, { guard: this.#limits.condition(newExport, options), values });
    if (record !== undefined) return { outcome: "created", record };
    const [existing] =
      idempotency === null ? [] : await this.#table.select(db, sql`where idempotency = ${idempotency}`);
    if (existing !== undefined) return { outcome: "existing", record: existing };
    return { outcome: "limit", limit: (await this.#limits.reached(db, newExport, options)) ?? "perUser" };
  }

  /** Few are listed one by one, since planners find a page of few projects in an index only so. */
  #texts(texts: readonly string[]): Sql {
    const { textsOf } = this.#dialect;
    return textsOf === undefined || texts.length <= MOST_LISTED ? sql.join(texts) : textsOf(asciiJson(texts));
  }

  #newRow(newExport: NewExport, { dueInMs }: CreateOptions): ColumnValues {
    const { now } = this.#dialect;
    const progress = asciiJson(newExport.job.progress);
    return {
      ...exportColumns(newExport),
      progress,
      version: 1,
      created_at: now,
      updated_at: now,
      ...this.#times({ expiresInMs: null, dueInMs }),
    };
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

  /** Every statement runs in here, since no value of the host's may reach a session whose quotes are not known. */
  #session<T>(body: (db: Kysely<DB>) => Promise<T>): Promise<T> {
    return this.#dialect.session === undefined ? body(this.#db) : this.#dialect.session(this.#db, body);
  }

  /** At the level that sees what was committed while it waited for a lock, whatever the session's own is. */
  #transaction<T>(body: (db: Kysely<DB>) => Promise<T>): Promise<T> {
    return this.#session((session) =>
      session
        .transaction()
        .setIsolationLevel("read committed")
        .execute(async (db) => {
          await this.#dialect.patience?.execute(db);
          return await body(db);
        }),
    );
  }
}

/** The key that an id spells, or null for one that cannot be. */
function keyOf(id: Id): number | null {
  const key = typeof id === "string" && /^[1-9]\d*$/.test(id) ? Number(id) : id;
  return typeof key === "number" && Number.isSafeInteger(key) && key > 0 ? key : null;
}

const ORDER_COLUMNS = {
  id: "id",
  format: "format",
  fileSize: "file_size",
  createdAt: "created_at",
  updatedAt: "updated_at",
} as const;

/** MySQL has no `nulls last`. A test for null where there is none would keep an index from being used. */
function ordering(orderBy: ExportOrdering, direction: ListOptions["direction"]): Sql {
  const column = sql.id(ORDER_COLUMNS[orderBy]);
  const way = direction === "asc" ? sql`asc` : sql`desc`;
  return sql`${orderBy === "fileSize" ? sql`file_size is null, ` : sql``}${column} ${way}, id ${way}`;
}
