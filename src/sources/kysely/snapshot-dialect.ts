import { type Kysely, type RawBuilder, sql } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import { type DatabaseKind, databaseKind } from "../../databases/database-kind.js";
import { PIN_MYSQL_SESSION, RESTORE_MYSQL_SESSION } from "../../databases/mysql-session.js";
import type { SnapshotOptions } from "./snapshot-options.js";

/** Runs one statement of the transaction that is to become a snapshot. */
export type RunStatement = <Row>(statement: RawBuilder<Row>) => Promise<readonly Row[]>;

/** The start of a session of a snapshot, with what the server is to enforce by itself, where it can. */
export interface SessionOptions extends Required<Omit<SnapshotOptions, "extraReaders" | "session">> {
  /** The host's own statements, to be run once the session is set. */
  readonly prelude: readonly RawBuilder<unknown>[];
  /** Whether other sessions are to join the view, where they can. */
  readonly shared: boolean;
  /** The view to join; null for one of its own. */
  readonly view: string | null;
}

/** The facts that a snapshot must know of its session. */
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

/** Settings that outlive a transaction. */
export interface SessionPins {
  /** Keeps the settings as they are, and fixes them; holds no value of the host's. */
  readonly fix: RawBuilder<unknown>;
  /** Ends the transaction and gives the settings back. */
  readonly restore: readonly RawBuilder<unknown>[];
}

/** The alterations that drivers make to a value, and what keeps them from it. */
export interface DriverAlterations {
  /** A time without end, the integer 2^53 + 1, a JSON object that holds it, a decimal of 23 digits; null where there is no such thing. */
  readonly sample: RawBuilder<{ readonly [Kind in Alteration]: unknown }>;
  readonly remedies: { readonly [Kind in Alteration]: string };
}

/** Times lose microseconds or their zone, integers, those inside JSON and decimals their last digits. */
export type Alteration = "time" | "integer" | "json" | "decimal";

/** The parts of a reading in which databases differ. */
export interface SnapshotDialect {
  /** Whether `(a, b) > (1, 2)` can be found through an index. */
  readonly comparesRows: boolean;
  /** Whether a query's columns have types, by which they can be cast where a driver alters values, as PostgreSQL's have. */
  readonly declaresTypes: boolean;
  /** The bytes of a value, or its characters; absent where a page is cut by the statement that reads it, as PostgreSQL's are. */
  readonly byteLength?: (column: RawBuilder<unknown>) => RawBuilder<unknown>;
  readonly driver: DriverAlterations;
  /** Fixes the settings of a session before anything else, where a transaction cannot have its own. */
  readonly pins?: SessionPins;
  /** Makes the snapshot of a transaction that has begun, `REPEATABLE READ READ ONLY` where there is such a thing. */
  begin(run: RunStatement, options: SessionOptions): Promise<SnapshotSession>;
}

/** Of a session that cannot be joined or stopped, and needs no settings. */
const NO_SESSION: SnapshotSession = Object.freeze({ view: null, cancel: null, settings: [], restore: [] });

/**
 * The settings that a server, a database or a role may have and that would change text, order, row counts or quoting. A
 * name that a version does not have, or that only a superuser may set, is left out.
 */
const POSTGRES_SETTINGS = {
  DateStyle: "ISO, YMD",
  IntervalStyle: "iso_8601",
  TimeZone: "UTC",
  timezone_abbreviations: "Default",
  bytea_output: "hex",
  extra_float_digits: "1",
  lc_monetary: "C",
  lc_numeric: "C",
  lc_time: "C",
  xmlbinary: "base64",
  xmloption: "content",
  array_nulls: "on",
  standard_conforming_strings: "on",
  backslash_quote: "safe_encoding",
  transform_null_equals: "off",
  quote_all_identifiers: "off",
  gin_fuzzy_search_limit: "0",
  row_security: "on",
  jit: "off",
} as const;

/** Sets them for the transaction alone, so that no pooler hands them on; gives their number. */
const SET_LOCAL = sql`(
  select count(set_config(s.name, p.setting, true))
  from pg_catalog.pg_settings s join (values ${sql.join(
    Object.entries(POSTGRES_SETTINGS).map(([name, value]) => sql`(${sql.lit(name)}, ${sql.lit(value)})`),
  )}) p (name, setting) on p.name = s.name where s.context = 'user')`;

export const POSTGRES: SnapshotDialect = Object.freeze<SnapshotDialect>({
  comparesRows: true,
  declaresTypes: true,
  driver: {
    sample: sql`select null as "time", 9007199254740993::bigint as "integer", null as "json", null as "decimal"`,
    remedies: {
      time: "cast it to text in the query",
      integer: "cast it to text in the query",
      json: "cast it to text in the query",
      decimal: "cast it to text in the query",
    },
  },
  begin: async (run, { statementTimeoutMs, idleTimeoutMs, shared, view }) => {
    if (view !== null) await run(sql`set transaction snapshot ${sql.lit(view)}`);
    const [session] = await run(sql<{ backend: string; view: string | null }>`
      select pg_backend_pid()::text as backend, ${shared ? sql`pg_export_snapshot()` : sql`null`} as "view",
        set_config('statement_timeout', ${String(statementTimeoutMs)}::text, true),
        set_config('idle_in_transaction_session_timeout', ${String(idleTimeoutMs)}::text, true),
        ${SET_LOCAL},
        set_config('random_page_cost', least(current_setting('random_page_cost')::float8, 1.1)::text, true)`);
    if (session === undefined) return NO_SESSION;
    return { ...NO_SESSION, view: session.view, cancel: sql`select pg_cancel_backend(${session.backend}::int)` };
  },
});

/** The same limit, named and counted differently by MySQL (ms) and MariaDB (s). */
const MYSQL_TIMEOUT_UNITS: Readonly<Record<string, number>> = { max_execution_time: 1, max_statement_time: 1_000 };

const MYSQL: SnapshotDialect = Object.freeze<SnapshotDialect>({
  comparesRows: false,
  declaresTypes: false,
  byteLength: (column) => sql`octet_length(${column})`,
  driver: {
    sample: sql`
      select null as ${sql.id("time")}, cast(9007199254740993 as signed) as ${sql.id("integer")},
        json_extract('{"n": 9007199254740993}', '$') as ${sql.id("json")},
        cast('1234567890.1234567890123' as decimal(23, 13)) as ${sql.id("decimal")}`,
    remedies: {
      time: "set the pool's option dateStrings: true",
      integer: "set the pool's option supportBigNumbers: true",
      json: "set the pool's option jsonStrings: true",
      decimal:
        "set the pool's option decimalNumbers: false, or name it in the source's option inexact if it holds doubles",
    },
  },
  pins: { fix: PIN_MYSQL_SESSION, restore: [sql`rollback`, RESTORE_MYSQL_SESSION] },
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
    const set = (value: number): RawBuilder<unknown> =>
      sql`set session ${sql.raw(limit.Variable_name)} = ${sql.lit(value)}`;
    const timeout = statementTimeoutMs / (MYSQL_TIMEOUT_UNITS[limit.Variable_name] ?? 1);
    return { view: null, cancel, settings: [set(timeout)], restore: [set(Number(limit.Value))] };
  },
});

/** The settings that change which rows a condition finds, their order, or the name of a column; each is 0 or 1. */
const SQLITE_PRAGMAS = {
  case_sensitive_like: 0,
  reverse_unordered_selects: 0,
  short_column_names: 1,
  full_column_names: 0,
} as const;

const SQLITE: SnapshotDialect = Object.freeze<SnapshotDialect>({
  comparesRows: true,
  declaresTypes: false,
  byteLength: (column) => sql`length(${column})`,
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
    const [journal] = await run(
      sql<{ journal_mode: string }>`select journal_mode as journal_mode from pragma_journal_mode`,
    );
    if (!/^(wal|memory)$/.test(journal?.journal_mode ?? "")) {
      const message = "The SQLite file must be in WAL mode, or an export would stop all writers.";
      throw new ExportError("SOURCE_FAILED", { retryable: false, message });
    }
    // BEGIN alone takes no snapshot: the first read does (sqlite.org/lang_transaction.html §2.1).
    const [now] = await run(sql<Readonly<Record<string, unknown>>>`
      select (select count(*) from sqlite_master) as tables, not 'a' like 'A' as case_sensitive_like,
        (select reverse_unordered_selects from pragma_reverse_unordered_selects) as reverse_unordered_selects,
        (select short_column_names from pragma_short_column_names) as short_column_names,
        (select full_column_names from pragma_full_column_names) as full_column_names`);
    const wrong = Object.entries(SQLITE_PRAGMAS).filter(([name, value]) => Number(now?.[name] ?? value) !== value);
    const setting = (name: string, value: number) => sql.raw(`pragma ${name} = ${value}`);
    return {
      ...NO_SESSION,
      settings: wrong.map(([name, value]) => setting(name, value)),
      restore: wrong.map(([name, value]) => setting(name, 1 - value)),
    };
  },
});

const DIALECTS: { readonly [Kind in DatabaseKind]: SnapshotDialect } = {
  postgres: POSTGRES,
  mysql: MYSQL,
  sqlite: SQLITE,
};

/** @throws TypeError for a database of another kind. */
export function snapshotDialect<DB>(db: Kysely<DB>): SnapshotDialect {
  return DIALECTS[databaseKind(db, "The source")];
}
