import { Kysely, MysqlDialect, PostgresDialect } from "kysely";
import { createPool } from "mysql2";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { startPglite } from "../../support/pglite.js";
import { createDatabase } from "../../support/postgres.js";
import { type DatabaseKind, destroyAll, type StoreDatabase } from "./store-databases.js";

export const POSTGRES: DatabaseKind = { name: "PostgreSQL", absent: null, pools: [1, 10], open: openPostgres };
export const PGLITE: DatabaseKind = { name: "PGlite", absent: null, pools: [1], open: openPglite };
export const MARIADB: DatabaseKind = { name: "MariaDB", absent: MARIADB_ABSENT, pools: [1, 10], open: openMariadb };

async function openPostgres(): Promise<StoreDatabase> {
  const database = await createDatabase();
  const connect: StoreDatabase["connect"] = ({ max = 10 } = {}) =>
    new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(database.pool({ max })) }) });
  return { connect, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

async function openPglite(): Promise<StoreDatabase> {
  const pglite = await startPglite();
  const db = new Kysely<unknown>({ dialect: createPgliteDialect({ pglite }) });
  return { connect: () => db, [Symbol.asyncDispose]: () => pglite.close() };
}

async function openMariadb(): Promise<StoreDatabase> {
  const server = await startMariadb();
  const opened: Kysely<unknown>[] = [];
  const connect: StoreDatabase["connect"] = ({ max = 10 } = {}) => {
    const pool = createPool({
      host: "127.0.0.1",
      port: server.port,
      user: "root",
      database: "test",
      connectionLimit: max,
    });
    const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
    opened.push(db);
    return db;
  };
  return { connect, [Symbol.asyncDispose]: () => destroyAll(opened).finally(() => server[Symbol.asyncDispose]()) };
}
