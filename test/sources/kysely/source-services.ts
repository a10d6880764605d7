import { Kysely, MysqlDialect, PostgresDialect, sql } from "kysely";
import { createPool } from "mysql2";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { startPglite } from "../../support/pglite.js";
import { createDatabase } from "../../support/postgres.js";
import { EXACT_MYSQL } from "./exact-mysql.js";
import { createTables, type DatabaseKind, listener, type SourceDatabase, type Tables } from "./source-databases.js";

/** The kinds that need a server, or seconds to start. */
export const SERVICES: readonly DatabaseKind[] = [
  { name: "PostgreSQL", others: true, absent: null, open: openPostgres },
  { name: "PGlite", others: false, absent: null, open: openPglite },
  { name: "MariaDB", others: true, absent: MARIADB_ABSENT, open: openMariadb },
];

for (const { name, absent } of SERVICES) if (absent !== null) console.warn(`${name} is skipped: ${absent}.`);

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
  const pool = createPool({
    host: "127.0.0.1",
    port: server.port,
    user: "root",
    database: "test",
    connectionLimit: 4,
    ...EXACT_MYSQL,
  });
  const { statements, log } = listener();
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }), log });
  await sql`alter database test character set utf8mb4`.execute(db);
  await createTables(db);
  return { db, statements, [Symbol.asyncDispose]: () => db.destroy().finally(() => server[Symbol.asyncDispose]()) };
}
