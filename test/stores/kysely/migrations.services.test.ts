import { Kysely, type Migration, type Migrator, MssqlAdapter, SqliteDialect, sql } from "kysely";
import { expect, test } from "vitest";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { exportStoreMigrations } from "../../../src/stores/kysely/migrations.js";
import { created } from "../../../src/testing/store-suite/stored.js";
import { openSqliteMemory } from "../../support/sqlite.js";
import { migratorOf, onDatabases, SQLITE_FILE } from "./store-databases.js";
import { MARIADB, PGLITE, POSTGRES } from "./store-services.js";

/** Takes every migration back, and returns how each went. */
async function down(migrator: Migrator): Promise<readonly (string | undefined)[]> {
  const statuses: (string | undefined)[] = [];
  for (let step = 0; step < 2; step += 1) statuses.push((await migrator.migrateDown()).results?.[0]?.status);
  return statuses;
}

const OURS = /^(mine_|vasculum_)export/;

onDatabases([POSTGRES, PGLITE, MARIADB, SQLITE_FILE], (database, { name }) => {
  const tables = async (db: Kysely<unknown>) =>
    (await db.introspection.getTables())
      .map((table) => table.name)
      .filter((table) => OURS.test(table))
      .sort();

  test("migrations create the tables, take them away, and create them again", async () => {
    const db = database().connect({ max: 1 });
    const before = await tables(db);
    expect(before).toEqual(["vasculum_export", "vasculum_export_lock"]);
    const migrator = migratorOf(db);
    expect(await down(migrator)).toEqual(["Success", "Success"]);
    expect(await tables(db)).toEqual([]);
    expect(await migrator.migrateToLatest()).toMatchObject({ results: [{ status: "Success" }, { status: "Success" }] });
    expect(await tables(db)).toEqual(before);
    expect(await migrator.migrateToLatest()).toEqual({ results: [] });
    await created(createKyselyStore({ db }), {}, { limits: { perUser: 1, perProject: 1 } });
  });

  test("a prefix keeps two stores of one database apart", async () => {
    const db = database().connect({ max: 1 });
    const options = { tablePrefix: "mine_" };
    const migrations: readonly Migration[] = Object.values(await exportStoreMigrations(options).getMigrations());
    for (const migration of migrations) await migration.up(db);
    const [mine, other] = [createKyselyStore({ db, ...options }), createKyselyStore({ db })];
    const before = await other.list({ orderBy: "id", direction: "asc", limit: 10, offset: 0 });
    await created(mine, {}, { limits: { perUser: 1 } });
    expect(await other.list({ orderBy: "id", direction: "asc", limit: 10, offset: 0 })).toEqual(before);
    for (const migration of migrations.toReversed()) await migration.down?.(db);
    expect(await tables(db)).toEqual(["vasculum_export", "vasculum_export_lock"]);
  });

  if (name === SQLITE_FILE.name) return;
  test("a schema holds the tables", async () => {
    const db = database().connect({ max: 1 });
    await sql`create schema ${sql.id("exports of ours")}`.execute(db);
    const options = { schema: "exports of ours" };
    expect((await migratorOf(db, options).migrateToLatest()).results).toHaveLength(2);
    const store = createKyselyStore({ db, ...options });
    expect(await store.get((await created(store, {}, { limits: { perUser: 1 } })).id)).not.toBeNull();
    expect(await down(migratorOf(db, options))).toEqual(["Success", "Success"]);
  });
});

test("names that cannot be are refused at construction", () => {
  const db = onSqlite();
  for (const tablePrefix of ["", "1a", "a-b", 'a"b', "a".repeat(33)]) {
    expect(() => createKyselyStore({ db, tablePrefix })).toThrow(TypeError);
    expect(() => exportStoreMigrations({ tablePrefix })).toThrow(TypeError);
  }
  expect(() => createKyselyStore({ db, schema: "s" })).toThrow("SQLite has no schemas");
  expect(() => exportStoreMigrations({ schema: "" })).toThrow(TypeError);
});

test("a database of another kind is refused at construction", () => {
  const dialect = new SqliteDialect({ database: openSqliteMemory() });
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new MssqlAdapter(),
      createDriver: () => dialect.createDriver(),
      createIntrospector: (kysely) => dialect.createIntrospector(kysely),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  });
  expect(() => createKyselyStore({ db })).toThrow(TypeError);
});

function onSqlite(): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new SqliteDialect({ database: openSqliteMemory() }) });
}
