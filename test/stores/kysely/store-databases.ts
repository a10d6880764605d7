import Database from "libsql";
import { Kysely, type Migrator, SqliteDialect, sql } from "kysely";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { exportStoreMigrations } from "../../../src/stores/kysely/migrations.js";
import { createSqliteFile, openSqliteMemory } from "../../support/sqlite.js";

/** An empty database of one kind. */
export interface StoreDatabase extends AsyncDisposable {
  /** Connects to it, as one more process would; closed with it. In-process databases have one connection for all. */
  connect(options?: { readonly max?: number }): Kysely<unknown>;
}

/** A kind of database that the store works on. */
export interface DatabaseKind {
  readonly name: string;
  /** Why it cannot be tested here, or null. */
  readonly absent: string | null;
  /** Sizes of pools worth a test; a database in this process has one connection. */
  readonly pools: readonly number[];
  open(): Promise<StoreDatabase>;
}

export const SQLITE_FILE: DatabaseKind = { name: "SQLite, a file", absent: null, pools: [1], open: openSqliteFile };
export const SQLITE_MEMORY: DatabaseKind = { name: "SQLite, in memory", absent: null, pools: [1], open: openInMemory };

/** Runs tests on each kind of database that is there, the store's tables in it; says why one is left out. */
export function onDatabases(
  kinds: readonly DatabaseKind[],
  tests: (database: () => StoreDatabase, kind: DatabaseKind) => void,
): void {
  for (const kind of kinds) {
    if (kind.absent !== null) console.warn(`${kind.name} is skipped: ${kind.absent}.`);
    describe.skipIf(kind.absent !== null)(kind.name, () => {
      let database: StoreDatabase | null = null;
      beforeAll(async () => {
        database = await kind.open();
        await migrate(database.connect());
      });
      afterAll(() => database?.[Symbol.asyncDispose]());
      tests(() => database ?? expect.fail("There is no database yet."), kind);
    });
  }
}

/** Kysely 0.29 has the Migrator in a door of its own. */
const migrations = process.env.TEST_KYSELY === undefined ? "kysely" : "kysely/migration";
const { Migrator: LoadedMigrator } = (await import(migrations)) as Pick<typeof import("kysely"), "Migrator">;

/** What brings the store's tables to this database. */
export function migratorOf(db: Kysely<unknown>, options: Parameters<typeof exportStoreMigrations>[0] = {}): Migrator {
  return new LoadedMigrator({
    db,
    provider: exportStoreMigrations(options),
    migrationTableName: "vasculum_migration",
    migrationLockTableName: "vasculum_migration_lock",
    ...(options.schema === undefined ? {} : { migrationTableSchema: options.schema }),
  });
}

/** Creates the tables, or fails with the error that kept it from it. */
export async function migrate(db: Kysely<unknown>): Promise<void> {
  const { error } = await migratorOf(db).migrateToLatest();
  if (error !== undefined) throw error;
}

export async function emptyTables(db: Kysely<unknown>): Promise<void> {
  await sql`delete from vasculum_export`.execute(db);
}

async function openSqliteFile(): Promise<StoreDatabase> {
  const file = await createSqliteFile();
  const opened: Kysely<unknown>[] = [];
  const connect: StoreDatabase["connect"] = () => {
    const db = onSqlite(file.open());
    opened.push(db);
    return db;
  };
  return { connect, [Symbol.asyncDispose]: () => destroyAll(opened).finally(() => file[Symbol.asyncDispose]()) };
}

async function openInMemory(): Promise<StoreDatabase> {
  const db = onSqlite(openSqliteMemory());
  return { connect: () => db, [Symbol.asyncDispose]: () => db.destroy() };
}

function onSqlite(database: Database.Database): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
}

export async function destroyAll(opened: readonly Kysely<unknown>[]): Promise<void> {
  await Promise.all(opened.map((db) => db.destroy()));
}
