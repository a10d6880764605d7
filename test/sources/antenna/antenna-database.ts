import type { PGlite } from "@electric-sql/pglite";
import { Kysely, PostgresDialect, sql } from "kysely";
import type pg from "pg";
import { createAntennaSchema, type Execute, insertAntenna } from "../../../examples/season/load-antenna.js";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import type { OccurrenceDataset } from "../../../src/sources/memory/occurrence-dataset.js";
import { startPglite } from "../../support/pglite.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";

/** Antenna's schema in a database of a test file's own. */
export interface AntennaDatabase extends AsyncDisposable {
  readonly db: Kysely<unknown>;
  /** Makes the database hold this dataset and nothing else. */
  load(dataset: OccurrenceDataset): Promise<void>;
  /** Adds rows to those that are there. */
  add(dataset: OccurrenceDataset): Promise<void>;
}

/** The same on the shared PostgreSQL server. */
export interface AntennaPostgres extends AntennaDatabase {
  readonly database: TestDatabase;
  readonly pool: pg.Pool;
}

export async function antennaOnPostgres(): Promise<AntennaPostgres> {
  const database = await createDatabase();
  const pool = database.pool({ max: 4 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  const execute: Execute = (statement, parameters) => pool.query(statement, [...parameters]);
  await createAntennaSchema(execute);
  return { database, pool, ...filled(db, execute), [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

export async function antennaOnPglite(): Promise<AntennaDatabase> {
  const pglite: PGlite = await startPglite();
  const db = new Kysely<unknown>({ dialect: createPgliteDialect({ pglite }) });
  const execute: Execute = (statement, parameters) => pglite.query(statement, [...parameters]);
  await createAntennaSchema(execute);
  return { ...filled(db, execute), [Symbol.asyncDispose]: () => db.destroy() };
}

function filled(db: Kysely<unknown>, execute: Execute): Pick<AntennaDatabase, "db" | "load" | "add"> {
  const tables = sql<{ tablename: string }>`select tablename from pg_tables where schemaname = 'public'`;
  return {
    db,
    load: async (dataset) => {
      const { rows } = await tables.execute(db);
      await execute(`truncate ${rows.map((row) => row.tablename).join(", ")}`, []);
      await insertAntenna(execute, dataset);
      await execute("analyze", []);
    },
    add: (dataset) => insertAntenna(execute, dataset),
  };
}
