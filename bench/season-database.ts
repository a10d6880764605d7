import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { guardPool } from "vasculum/kysely";
import { generateSeason } from "../examples/season/generate-season.js";
import { loadAntenna } from "../examples/season/load-antenna.js";
import { startPostgresServer } from "../test/support/postgres-server.js";

/** A season of moths in Antenna's schema, on a PostgreSQL of its own. */
export interface SeasonDatabase extends AsyncDisposable {
  readonly occurrences: number;
  readonly url: URL;
}

/** How many occurrences the three projects have together. */
const OCCURRENCES = Number(process.env.BENCH_OCCURRENCES ?? 24_000);

export async function startSeasonDatabase(): Promise<SeasonDatabase> {
  const server = await startPostgresServer();
  const pool = new pg.Pool({ connectionString: server.url });
  await loadAntenna(
    (statement, parameters) => pool.query(statement, [...parameters]),
    generateSeason({ occurrences: OCCURRENCES }),
  );
  await pool.query("analyze");
  await pool.end();
  return {
    occurrences: OCCURRENCES,
    url: new URL(server.url),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A host's handle of it. */
export function openSeason(url: URL): Kysely<unknown> {
  const pool = new pg.Pool({
    connectionString: url.href,
    max: 8,
    keepAlive: true,
    query_timeout: 30_000,
    connectionTimeoutMillis: 30_000,
  });
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
}
