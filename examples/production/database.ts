// #region database
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { guardPool } from "vasculum/kysely";

export interface Tables {
  /** Who may use the exports of an organisation. */
  member: { id: string; name: string; token: string; organisation_id: string };
  sighting: { id: string; organisation_id: string; day: string; species: string };
}

/** How many exports one worker runs at the same time. */
export const EXPORTS_AT_ONCE = 2;

export function connect(): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: 2 * EXPORTS_AT_ONCE + 2, // two for each snapshot, two for the store and your own queries
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000, // longer than the slowest honest query
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
}
// #endregion
