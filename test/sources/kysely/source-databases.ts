import { Kysely, type LogEvent, sql, SqliteDialect } from "kysely";
import { inProject } from "../../support/in-project.js";
import { createSqliteFile } from "../../support/sqlite.js";

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

export const SQLITE: DatabaseKind = { name: "SQLite", others: true, absent: null, open: openSqlite };

/** The kinds that the running project tests. */
export const KINDS: readonly DatabaseKind[] = await inProject({
  unit: async () => [SQLITE],
  services: async () => (await import("./source-services.js")).SERVICES,
});

/** The option of a Kysely that writes its statements down. */
export function listener(): { readonly statements: string[]; log(event: LogEvent): void } {
  const statements: string[] = [];
  return { statements, log: ({ query }) => void statements.push(query.sql.replaceAll("`", '"').trim()) };
}

async function openSqlite(): Promise<SourceDatabase> {
  const file = await createSqliteFile();
  const { statements, log } = listener();
  const connect = () => new Kysely<Tables>({ dialect: new SqliteDialect({ database: file.open() }), log });
  const db = connect();
  await createTables(db);
  return {
    db,
    connect,
    statements,
    [Symbol.asyncDispose]: () => db.destroy().finally(() => file[Symbol.asyncDispose]()),
  };
}

export async function createTables(db: Kysely<Tables>): Promise<void> {
  await sql`create table moth (id int primary key, project int not null, name varchar(200) not null)`.execute(db);
  await sql`create table loose (id int, project int not null, name varchar(200) not null)`.execute(db);
  await sql`create table sighting (id int primary key, moth_id int not null, place varchar(200) not null)`.execute(db);
}
