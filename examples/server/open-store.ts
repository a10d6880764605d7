import { Kysely, Migrator, PostgresDialect } from "kysely";
import { createMemoryStore, type ExportStore } from "vasculum";
import { createKyselyStore, exportStoreMigrations, guardPool } from "vasculum/kysely";
import { BadSetting, errorCode } from "./bad-setting.js";

const SCHEMA = "vasculum";

/** Where exports are recorded. */
export interface OpenStore extends AsyncDisposable {
  readonly store: ExportStore;
  /** What it is, for people. */
  readonly title: string;
}

/** A store in a PostgreSQL, whose tables are made or brought up to date; without an address one in memory. @throws BadSetting */
export async function openStore(url: string | undefined): Promise<OpenStore> {
  if (url === undefined) {
    const title = "in memory, so that a restart forgets them (set STORE_URL to keep them)";
    return { store: createMemoryStore(), title, [Symbol.asyncDispose]: async () => undefined };
  }
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    keepAlive: true,
    query_timeout: 15_000,
    connectionTimeoutMillis: 30_000,
  });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  await migrate(db).catch(async (error: unknown) => {
    await db.destroy();
    throw new BadSetting(
      `The schema "${SCHEMA}" of STORE_URL (or DATABASE_URL) could not be prepared (${errorCode(error)}).`,
    );
  });
  const title = `in PostgreSQL, schema "${SCHEMA}"`;
  return { store: createKyselyStore({ db, schema: SCHEMA }), title, [Symbol.asyncDispose]: () => db.destroy() };
}

async function migrate(db: Kysely<unknown>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: exportStoreMigrations({ schema: SCHEMA }),
    migrationTableSchema: SCHEMA,
    migrationTableName: "vasculum_migration",
    migrationLockTableName: "vasculum_migration_lock",
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
