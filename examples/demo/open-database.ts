import { Kysely, PostgresDialect } from "kysely";
import { createPgliteDialect, guardPool } from "vasculum/kysely";
import { generateSeason } from "../season/generate-season.js";
import { loadAntenna } from "../season/load-antenna.js";
import { SENSITIVE_MOTH } from "../season/moth-taxa.js";
import type { AntennaTables } from "./antenna-tables.js";

/** An Antenna database, and what it is called. */
export interface DemoDatabase extends AsyncDisposable {
  readonly db: Kysely<AntennaTables>;
  readonly title: string;
  /** Whether the rows are the generated season's, so that its ids are known. */
  readonly generated: boolean;
  /** The taxon whose stations no file names; null for none. */
  readonly sensitive: string | null;
}

/** The Antenna PostgreSQL at an address, which is only read; without one a season in memory. */
export async function openDatabase(url: string | undefined, occurrences: number): Promise<DemoDatabase> {
  return url === undefined ? await generatedSeason(occurrences) : await existingDatabase(url);
}

async function generatedSeason(occurrences: number): Promise<DemoDatabase> {
  const { PGlite } = await import("@electric-sql/pglite");
  const pglite = await PGlite.create();
  await loadAntenna((sql, parameters) => pglite.query(sql, [...parameters]), generateSeason({ occurrences }));
  await pglite.exec("ANALYZE");
  const db = new Kysely<AntennaTables>({ dialect: createPgliteDialect({ pglite }) });
  const title = `a generated season of ${occurrences.toLocaleString("en")} occurrences, in memory`;
  return { db, title, generated: true, sensitive: SENSITIVE_MOTH, [Symbol.asyncDispose]: () => db.destroy() };
}

async function existingDatabase(url: string): Promise<DemoDatabase> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    keepAlive: true,
    query_timeout: 120_000,
    connectionTimeoutMillis: 30_000,
  });
  const db = new Kysely<AntennaTables>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  return {
    db,
    title: "the Antenna database of DATABASE_URL",
    generated: false,
    sensitive: null,
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}
