import { Kysely, MysqlDialect } from "kysely";
import { createPool } from "mysql2";
import { guardMysqlPool } from "vasculum/kysely";
import { setting } from "./settings.js";
import type { Tables } from "./tables.js";

/** An export that runs holds one connection. The pool needs some more. */
const CONNECTIONS = 10;

/** Connects to MySQL or MariaDB. These settings keep the driver from altering values: a source refuses what was altered. */
export function connect(): Kysely<Tables> {
  const pool = createPool({
    uri: setting("DATABASE_URL"),
    connectionLimit: CONNECTIONS,
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
  });
  return new Kysely<Tables>({ dialect: new MysqlDialect({ pool: guardMysqlPool(pool, { queryTimeoutMs: 60_000 }) }) });
}

/** A snapshot holds a connection of the pool. */
export const ownConnection = {};
