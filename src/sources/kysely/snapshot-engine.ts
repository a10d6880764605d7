import { type Kysely, type RawBuilder, sql } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import type { SnapshotOptions } from "./snapshot-options.js";

/** Runs one statement of the transaction that is to become a snapshot. */
export type RunStatement = <Row>(statement: RawBuilder<Row>) => Promise<readonly Row[]>;

/** How a session of a snapshot begins, with what the server is to enforce by itself, where it can. */
export interface SessionOptions extends Required<Omit<SnapshotOptions, "extraReaders">> {
  /** Whether other sessions are to join the view, where they can. */
  readonly shared: boolean;
  /** The view to join; null for one of its own. */
  readonly view: string | null;
}

/** What a snapshot must know of the session it has. */
export interface SnapshotSession {
  /** By what other sessions join the view; null where none can. */
  readonly view: string | null;
  /** Stops the session's statement from another connection; null where that cannot be. */
  readonly cancel: RawBuilder<unknown> | null;
  /** Settings of the session, to be made once it is known how to give them back. */
  readonly settings: readonly RawBuilder<unknown>[];
  /** Gives the session's settings back; those of the transaction alone need none. */
  readonly restore: readonly RawBuilder<unknown>[];
}

/** How drivers alter a value, and what keeps them from it. */
export interface DriverFacts {
  /** A time without end, the integer 2^53 + 1, a JSON object that holds it, a decimal of 23 digits; null where there is no such thing. */
  readonly sample: RawBuilder<{ readonly [Kind in Alteration]: unknown }>;
  readonly remedies: { readonly [Kind in Alteration]: string };
}

/** Times lose microseconds or their zone, integers, those inside JSON and decimals their last digits. */
export type Alteration = "time" | "integer" | "json" | "decimal";

/** What the databases do not have in common. */
export interface SnapshotEngine {
  /** Whether `(a, b) > (1, 2)` can be found through an index. */
  readonly comparesRows: boolean;
  /** Whether a query's columns have types of which it can be asked before a row is read, as PostgreSQL's have. */
  readonly declaresTypes: boolean;
  readonly driver: DriverFacts;
  /** Makes the snapshot of a transaction that has begun, `REPEATABLE READ READ ONLY` where there is such a thing. */
  begin(run: RunStatement, options: SessionOptions): Promise<SnapshotSession>;
}

/** Of a session that cannot be joined or stopped, and needs no settings. */
const NO_SESSION: SnapshotSession = Object.freeze({ view: null, cancel: null, settings: [], restore: [] });

export const POSTGRES: SnapshotEngine = Object.freeze<SnapshotEngine>({
  comparesRows: true,
  declaresTypes: true,
  driver: {
    sample: sql`
      select 'infinity'::timestamptz as "time", 9007199254740993::bigint as "integer", '{"n": 9007199254740993}'::jsonb as "json",
        1234567890.1234567890123::numeric as "decimal"`,
    remedies: {
      time: "give the driver a parser that keeps text (pg: types.setTypeParser for 1082, 1114 and 1184)",
      integer: "give the driver a parser that keeps text (pg: types.setTypeParser for 20)",
      json: "give the driver a parser that keeps text (pg: types.setTypeParser for 114 and 3802)",
      decimal: "give the driver a parser that keeps text (pg: types.setTypeParser for 1700 and 1231)",
    },
  },
  begin: async (run, { statementTimeoutMs, idleTimeoutMs, shared, view }) => {
    if (view !== null) await run(sql`set transaction snapshot ${sql.lit(view)}`);
    const [session] = await run(sql<{ backend: string; view: string | null }>`
      select pg_backend_pid()::text as backend, ${shared ? sql`pg_export_snapshot()` : sql`null`} as "view",
        set_config('statement_timeout', ${String(statementTimeoutMs)}::text, true),
        set_config('idle_in_transaction_session_timeout', ${String(idleTimeoutMs)}::text, true),
        set_config('DateStyle', 'ISO, YMD', true),
        set_config('extra_float_digits', '1', true),
        set_config('jit', 'off', true),
        set_config('random_page_cost', least(current_setting('random_page_cost')::float8, 1.1)::text, true)`);
    if (session === undefined) return NO_SESSION;
    return { ...NO_SESSION, view: session.view, cancel: sql`select pg_cancel_backend(${session.backend}::int)` };
  },
});

/** The same limit, named and counted differently by MySQL (ms) and MariaDB (s). */
const MYSQL_TIMEOUT_UNITS: Readonly<Record<string, number>> = { max_execution_time: 1, max_statement_time: 1_000 };

export const MYSQL: SnapshotEngine = Object.freeze<SnapshotEngine>({
  comparesRows: false,
  declaresTypes: false,
  driver: {
    sample: sql`
      select null as ${sql.id("time")}, cast(9007199254740993 as signed) as ${sql.id("integer")},
        json_extract('{"n": 9007199254740993}', '$') as ${sql.id("json")},
        cast('1234567890.1234567890123' as decimal(23, 13)) as ${sql.id("decimal")}`,
    remedies: {
      time: "set the pool's option dateStrings: true",
      integer: "set the pool's option supportBigNumbers: true",
      json: "set the pool's option jsonStrings: true",
      decimal: "set the pool's option decimalNumbers: false, or name it in the source's option inexact if it holds doubles",
    },
  },
  begin: async (run, { statementTimeoutMs }) => {
    // A plain BEGIN fixes the view of its first InnoDB read, which may come late; under READ COMMITTED there is none at all.
    await run(sql`commit`);
    await run(sql`set transaction isolation level repeatable read`);
    await run(sql`start transaction with consistent snapshot, read only`);
    const [session] = await run(sql<{ id: unknown }>`select connection_id() as id`);
    const [limit] = await run(sql<{ Variable_name: string; Value: string }>`
      show session variables where variable_name in ('max_execution_time', 'max_statement_time')`);
    const cancel = session === undefined ? null : sql`kill query ${sql.lit(Number(session.id))}`;
    if (limit === undefined) return { ...NO_SESSION, cancel };
    const set = (value: number): RawBuilder<unknown> => sql`set session ${sql.raw(limit.Variable_name)} = ${sql.lit(value)}`;
    const timeout = statementTimeoutMs / (MYSQL_TIMEOUT_UNITS[limit.Variable_name] ?? 1);
    return { view: null, cancel, settings: [set(timeout)], restore: [set(Number(limit.Value))] };
  },
});

export const SQLITE: SnapshotEngine = Object.freeze<SnapshotEngine>({
  comparesRows: true,
  declaresTypes: false,
  driver: {
    sample: sql`select null as "time", 9007199254740993 as "integer", null as "json", null as "decimal"`,
    remedies: {
      time: "select it as text",
      integer: "call defaultSafeIntegers(true) on the database",
      json: "select it as text",
      decimal: "select it as text",
    },
  },
  begin: async (run) => {
    const [journal] = await run(sql<{ journal_mode: string }>`select journal_mode from pragma_journal_mode`);
    if (!/^(wal|memory)$/.test(journal?.journal_mode ?? "")) {
      const message = "The SQLite file must be in WAL mode, or an export would stop all writers.";
      throw new ExportError("SOURCE_FAILED", { retryable: false, message });
    }
    // BEGIN alone takes no snapshot: the first read does (sqlite.org/lang_transaction.html §2.1).
    await run(sql`select count(*) from sqlite_master`);
    return NO_SESSION;
  },
});

/**
 * The engine of a Kysely, by what its adapter can do: other dialects of these databases extend the same adapters, and `instanceof`
 * fails across copies of Kysely.
 *
 * @throws TypeError for a database of another kind.
 */
export function engineOf<DB>(db: Kysely<DB>): SnapshotEngine {
  const { supportsOutput, supportsReturning, supportsTransactionalDdl } = db.getExecutor().adapter;
  if (supportsOutput === true) throw new TypeError("The source works on PostgreSQL, MySQL, MariaDB and SQLite.");
  if (!supportsReturning) return MYSQL;
  return supportsTransactionalDdl ? POSTGRES : SQLITE;
}
