import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { guardPool } from "vasculum/kysely";
import { setting } from "./settings.js";
import type { Tables } from "./tables.js";

/** An export that runs holds up to two connections. The pool needs two more. */
const CONNECTIONS = 10;

/** Connects to PostgreSQL. `guardPool` lets a lost connection reach the query that waits for it, and nothing else. */
export function connect(): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: setting("DATABASE_URL"),
    max: CONNECTIONS,
    keepAlive: true,
    query_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
}

/** A snapshot holds a connection of the pool. */
export const ownConnection = {};
