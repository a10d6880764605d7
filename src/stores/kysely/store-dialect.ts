import { type Kysely, sql } from "kysely";
import { type DatabaseKind, databaseKind } from "../../databases/database-kind.js";
import { inMysqlSession } from "../../databases/mysql-session.js";
import type { Sql } from "./table-names.js";

/** The parts of a write in which databases differ. */
export interface StoreDialect {
  /** The server's clock in milliseconds since 1970, one value for a whole statement, whatever the session's time zone is. */
  readonly now: Sql;
  /** Whether an insert or update gives back the row it wrote. */
  readonly returning: boolean;
  /** Whether statements that write run one after another, over all connections. */
  readonly oneWriter: boolean;
  /** Runs the body on one connection with fixed settings, where the host's settings would change what statements mean. */
  readonly session?: <DB, T>(db: Kysely<DB>, body: (session: Kysely<DB>) => Promise<T>) => Promise<T>;
  /** Has the server end a transaction that waits or idles too long, where it would not by itself. */
  readonly patience?: Sql;
  /** A select of the texts in a JSON array, one parameter for any number; absent where the driver has no limit of parameters. */
  readonly textsOf?: (jsonArray: string) => Sql;
  readonly types: ColumnTypes;
}

/** The types of columns. Text is ASCII throughout. */
export interface ColumnTypes {
  /** A key that the server counts up and never gives twice. */
  readonly serial: Sql;
  /** Up to 255 characters, ordered by code unit. */
  readonly word: Sql;
  /** An id as JSON text; one of 255 characters may be 1,532 long. */
  readonly id: Sql;
  readonly document: Sql;
  /** The SQL after the columns of a table. */
  readonly options: Sql;
}

const POSTGRES: StoreDialect = Object.freeze({
  now: sql`floor(extract(epoch from statement_timestamp()) * 1000)::bigint`,
  returning: true,
  oneWriter: false,
  patience: sql`select set_config('lock_timeout', '10s', true), set_config('idle_in_transaction_session_timeout', '10s', true)`,
  textsOf: (jsonArray: string) => sql`select json_array_elements_text(${jsonArray}::json)`,
  types: Object.freeze({
    serial: sql`bigint generated always as identity primary key`,
    word: sql`text collate "C"`,
    id: sql`text collate "C"`,
    document: sql`text`,
    options: sql``,
  }),
});

// mysql2 writes parameters into the statement, so there are as many as a packet holds; MariaDB had no JSON_TABLE before 10.6.
// UNIX_TIMESTAMP would read the session's local time, in which an hour of autumn comes twice.
const MYSQL: StoreDialect = Object.freeze({
  now: sql`(timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000)`,
  returning: false,
  oneWriter: false,
  session: inMysqlSession,
  types: Object.freeze({
    serial: sql`bigint auto_increment primary key`,
    word: sql`varchar(255) character set ascii collate ascii_bin`,
    id: sql`varchar(1600) character set ascii collate ascii_bin`,
    document: sql`longtext character set ascii collate ascii_bin`,
    options: sql`engine = innodb`,
  }),
});

const SQLITE: StoreDialect = Object.freeze({
  now: sql`cast(round((julianday('now') - 2440587.5) * 86400000) as integer)`,
  returning: true,
  oneWriter: true,
  textsOf: (jsonArray: string) => sql`select value from json_each(${jsonArray})`,
  types: Object.freeze({
    serial: sql`integer primary key autoincrement`,
    word: sql`text`,
    id: sql`text`,
    document: sql`text`,
    options: sql``,
  }),
});

const DIALECTS: { readonly [Kind in DatabaseKind]: StoreDialect } = {
  postgres: POSTGRES,
  mysql: MYSQL,
  sqlite: SQLITE,
};

/** @throws TypeError for a database of another kind, and for a schema on SQLite. */
export function storeDialect<DB>(db: Kysely<DB>, schema: string | undefined): StoreDialect {
  const kind = databaseKind(db, "The store");
  if (kind === "sqlite" && schema !== undefined) throw new TypeError("SQLite has no schemas; use a tablePrefix.");
  return DIALECTS[kind];
}
