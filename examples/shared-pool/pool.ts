import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { guardPool } from "vasculum/kysely";

export interface Tables {
  sighting: { id: number; project_id: number; species: string };
}

// #region pool
/** One pool for the process: Kysely takes it guarded, other libraries take it as it is. End it once, here. */
export function createPool(url: string) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  return { pool, db };
}
// #endregion
