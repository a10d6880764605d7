import { Kysely, MysqlDialect, PostgresDialect, sql, SqliteDialect } from "kysely";
import { createPool } from "mysql2";
import pg from "pg";
import { expect, inject, test } from "vitest";
import type { ExportStore } from "../../../src/contracts/export-store.js";
import { createMemoryStorage } from "../../../src/storage/memory/memory-storage.js";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { createNewExport } from "../../../src/testing/fakes/create-new-export.js";
import { progressOf } from "../../../src/testing/store-suite/stored.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { createSqliteFile } from "../../support/sqlite.js";
import { BODY, createTestHost, USER } from "../../support/test-host.js";
import { migrate, onDatabases, SQLITE_FILE } from "./store-databases.js";
import { MARIADB, PGLITE, POSTGRES } from "./store-services.js";

const REFUSED = { code: "STORE_FAILED", retryable: false };

onDatabases([POSTGRES, PGLITE, MARIADB, SQLITE_FILE], (database) => {
  test("missing tables fail every call with a sentence that names none of them", async () => {
    const message = expect.stringMatching(/^The database lacks a table or a column: (?!.*absent)/);
    const cause = expect.objectContaining({ message: expect.stringContaining("absent_") });
    const store = createKyselyStore({ db: database().connect({ max: 1 }), tablePrefix: "absent_" });
    for (const outcome of await Promise.allSettled(callsOf(store))) {
      expect(outcome).toEqual({ status: "rejected", reason: expect.objectContaining({ ...REFUSED, message, cause }) });
    }
  });
});

test("PostgreSQL: an unknown role fails a create at once, in one sentence, and the pool's connection is free again", async () => {
  const url = new URL(inject("postgresUrl"));
  url.username = "nobody_secret";
  const pool = new pg.Pool({ connectionString: url.href, max: 1 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await refusesLogin(createKyselyStore({ db }));
  expect([pool.totalCount, pool.waitingCount]).toEqual([0, 0]);
  await db.destroy();
});

test("MariaDB: a wrong password fails a create at once, in one sentence", async ({ skip }) => {
  skip(MARIADB_ABSENT !== null, `${MARIADB_ABSENT}`);
  await using server = await startMariadb();
  const pool = createPool({
    host: "127.0.0.1",
    port: server.port,
    user: "root",
    password: "secret",
    database: "test",
    connectionLimit: 1,
  });
  const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
  await refusesLogin(createKyselyStore({ db }));
  await db.destroy();
});

test("a database that turns read-only in the middle of a run is not asked again for a whole lease", async () => {
  await using file = await createSqliteFile();
  const database = file.open();
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  await migrate(db);
  const storage = createMemoryStorage();
  const put = storage.put.bind(storage);
  storage.put = async (...parts) => {
    await sql`pragma query_only = 1`.execute(db);
    return await put(...parts);
  };
  const host = await createTestHost({ store: createKyselyStore({ db }), storage, leaseMs: 60_000 });
  const { id } = await host.create();
  await host.service.run(id);
  expect(host.errors.at(-1)).toMatchObject({
    ...REFUSED,
    message: expect.stringMatching(/^The database is read-only: /),
  });
  await db.destroy();
});

test("a lock that another handle holds stays the driver's own error", async () => {
  await using file = await createSqliteFile();
  const [database, other] = [file.open(), file.open()];
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  await migrate(db);
  database.pragma("busy_timeout = 0");
  other.exec("begin immediate");
  await expect(createKyselyStore({ db }).create(createNewExport(), { dueInMs: 0 })).rejects.toMatchObject({
    code: "SQLITE_BUSY",
  });
  other.exec("rollback");
  other.close();
  await db.destroy();
});

async function refusesLogin(store: ExportStore): Promise<void> {
  const host = await createTestHost({ store, leaseMs: 60_000 });
  const message = expect.stringMatching(/^The database refuses to let the host in: (?!.*(secret|root|127))/);
  await expect(host.service.create(BODY, { user: USER })).rejects.toMatchObject({ ...REFUSED, message });
  await expect(host.service.reap()).rejects.toMatchObject({ ...REFUSED, message });
}

function callsOf(store: ExportStore): readonly Promise<unknown>[] {
  return [
    store.create(createNewExport(), { dueInMs: 0, limits: { perUser: 1 } }),
    store.get(1),
    store.list({ orderBy: "id", direction: "asc", limit: 1, offset: 0 }),
    store.update(1, { version: 1 }, {}),
    store.claim(1, "token", 1_000),
    store.renew(1, "token", { leaseMs: 1_000, progress: progressOf(0) }),
    store.due(1),
    store.remove(1, { version: 1 }),
  ];
}
