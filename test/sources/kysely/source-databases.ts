import { Kysely, type LogEvent, MysqlDialect, PostgresDialect, sql, SqliteDialect } from "kysely";
import { createPool } from "mysql2";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { startPglite } from "../../support/pglite.js";
import { createDatabase } from "../../support/postgres.js";
import { createSqliteFile } from "../../support/sqlite.js";
import { EXACT_MYSQL } from "./exact-mysql.js";

/** The tables of the tests. */
export interface Tables {
  moth: { id: number; project: number; name: string };
  /** A table without any unique key. */
  loose: { id: number; project: number; name: string };
  sighting: { id: number; moth_id: number; place: string };
}

/** A database of one kind with the tables, empty. */
export interface SourceDatabase extends AsyncDisposable {
  readonly db: Kysely<Tables>;
  /** What a source is to open its snapshots on, where that is not `db`. */
  readonly connect?: () => Kysely<Tables>;
  /** The SQL of every statement so far, with any quotes of names as `"`. */
  readonly statements: readonly string[];
}

/** A kind of database that sources read. */
export interface DatabaseKind {
  readonly name: string;
  /** Why it cannot be tested here, or null. */
  readonly absent: string | null;
  /** Whether anybody can write while a snapshot is open; PGlite is one connection. */
  readonly others: boolean;
  open(): Promise<SourceDatabase>;
}

export const KINDS: readonly DatabaseKind[] = [
  { name: "PostgreSQL", others: true, absent: null, open: openPostgres },
  { name: "PGlite", others: false, absent: null, open: openPglite },
  { name: "MariaDB", others: true, absent: MARIADB_ABSENT, open: openMariadb },
  { name: "SQLite", others: true, absent: null, open: openSqlite },
];

for (const { name, absent } of KINDS) if (absent !== null) console.warn(`${name} is skipped: ${absent}.`);

/** The option of a Kysely that writes its statements down. */
function listener(): { readonly statements: string[]; log(event: LogEvent): void } {
  const statements: string[] = [];
  return { statements, log: ({ query }) => void statements.push(query.sql.replaceAll("`", '"').trim()) };
}

async function openPostgres(): Promise<SourceDatabase> {
  const database = await createDatabase();
  const { statements, log } = listener();
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(database.pool({ max: 4 })) }), log });
  await createTables(db);
  return { db, statements, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

async function openPglite(): Promise<SourceDatabase> {
  const { statements, log } = listener();
  const db = new Kysely<Tables>({ dialect: createPgliteDialect({ pglite: await startPglite() }), log });
  await createTables(db);
  return { db, statements, [Symbol.asyncDispose]: () => db.destroy() };
}

async function openMariadb(): Promise<SourceDatabase> {
  const server = await startMariadb();
  const pool = createPool({ host: "127.0.0.1", port: server.port, user: "root", database: "test", connectionLimit: 4, ...EXACT_MYSQL });
  const { statements, log } = listener();
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }), log });
  await sql`alter database test character set utf8mb4`.execute(db);
  await createTables(db);
  return { db, statements, [Symbol.asyncDispose]: () => db.destroy().finally(() => server[Symbol.asyncDispose]()) };
}

async function openSqlite(): Promise<SourceDatabase> {
  const file = await createSqliteFile();
  const { statements, log } = listener();
  const connect = () => new Kysely<Tables>({ dialect: new SqliteDialect({ database: file.open() }), log });
  const db = connect();
  await createTables(db);
  return { db, connect, statements, [Symbol.asyncDispose]: () => db.destroy().finally(() => file[Symbol.asyncDispose]()) };
}

async function createTables(db: Kysely<Tables>): Promise<void> {
  await sql`create table moth (id int primary key, project int not null, name varchar(200) not null)`.execute(db);
  await sql`create table loose (id int, project int not null, name varchar(200) not null)`.execute(db);
  await sql`create table sighting (id int primary key, moth_id int not null, place varchar(200) not null)`.execute(db);
}

