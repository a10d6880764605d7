import { CamelCasePlugin, Kysely, MysqlDialect, ParseJSONResultsPlugin, PostgresDialect, sql } from "kysely";
import { createPool } from "mysql2";
import { expect, test } from "vitest";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { createNewExport } from "../../../src/testing/fakes/create-new-export.js";
import {
  claimed,
  created,
  HOUR,
  kept,
  listIds,
  msBetween,
  present,
  progressOf,
} from "../../../src/testing/store-suite/stored.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { createDatabase } from "../../support/postgres.js";
import { migrate, onDatabases, SQLITE_MEMORY } from "./store-databases.js";
import { MARIADB, PGLITE, POSTGRES } from "./store-services.js";

const TEXTS = [
  "\0",
  "\ud800 alone",
  "\udfff",
  "𝕏 Ωmega é",
  "\\u0041 \\",
  "'; drop table x; --",
  "\u007f\u0080\uffff",
  "?",
  "$1",
  "a\r\n\t",
];

onDatabases([POSTGRES, PGLITE, MARIADB, SQLITE_MEMORY], (database) => {
  test.each([2, 100, 101, 40_000])("a list of %i projects holds theirs alone, counted and in order", async (count) => {
    const store = createKyselyStore({ db: database().connect({ max: 1 }) });
    const others = Array.from({ length: count - 2 }, (_, n) => `none ${n}`);
    const inside = [`in ${count} "\\\0é\ud800`, 5_000_000 + count];
    const outside = [`${5_000_000 + count}`, `IN ${count} "\\\0é\ud800`];
    for (const projectId of [...outside, ...inside]) await created(store, { projectId });
    const options = { projectIds: [...others, ...inside], orderBy: "id", direction: "desc", offset: 0 } as const;
    const { count: all, records } = await store.list({ ...options, limit: 10 });
    expect([all, records.map(({ projectId }) => projectId)]).toEqual([2, [...inside].reverse()]);
    expect(await store.list({ ...options, limit: 10, offset: 5 })).toEqual({ count: 2, records: [] });
  });

  test.each(TEXTS)("the text %j is kept wherever a record has text", async (text) => {
    const store = createKyselyStore({ db: database().connect({ max: 1 }) });
    const user = { id: `u${text}`, name: text };
    const facts = createNewExport({
      user,
      projectId: `p${text}`,
      filters: { [text]: [text] },
      warnings: [{ code: text, count: 1, sample: text }],
    });
    const result = await store.create(facts, {
      dueInMs: HOUR,
      idempotencyKey: `k${text}`,
      limits: { perUser: 1, perProject: 1 },
    });
    const {
      user: owner,
      projectId,
      filters,
      warnings,
    } = await kept(store, result.outcome === "limit" ? expect.fail("limit") : result.record);
    expect({ user: owner, projectId, filters, warnings }).toEqual({
      user,
      projectId: facts.projectId,
      filters: facts.filters,
      warnings: facts.warnings,
    });
    const page = await store.list({ projectIds: [`p${text}`], orderBy: "id", direction: "asc", limit: 10, offset: 0 });
    expect(page).toMatchObject({ count: 1, records: [{ projectId }] });
    expect(await store.create(facts, { dueInMs: HOUR, idempotencyKey: `k${text}` })).toMatchObject({
      outcome: "existing",
    });
    expect(await store.create(facts, { dueInMs: HOUR, limits: { perUser: 1 } })).toEqual({
      outcome: "limit",
      limit: "perUser",
    });
  });

  test("ids that differ in type, case or a trailing space are of different users and projects", async () => {
    const store = createKyselyStore({ db: database().connect({ max: 1 }) });
    const ids = [11, "11", "a", "A", "a ", "ä"];
    const options = { limits: { perUser: 1, perProject: 1 }, idempotencyKey: "k" };
    for (const id of ids) {
      const record = await created(store, { user: { id, name: "" }, projectId: id }, options);
      expect([record.user.id, record.projectId]).toEqual([id, id]);
      const { count } = await store.list({ projectIds: [id], orderBy: "id", direction: "asc", limit: 1, offset: 0 });
      expect(count).toBe(1);
    }
  });

  test("ids and sizes up to 2^53 - 1, and ids of 255 characters, are exact", async () => {
    const store = createKyselyStore({ db: database().connect({ max: 1 }) });
    const facts = {
      user: { id: "𝕏".repeat(127), name: "" },
      projectId: Number.MAX_SAFE_INTEGER,
      fileSize: Number.MAX_SAFE_INTEGER,
    };
    expect(await kept(store, await created(store, facts))).toMatchObject(facts);
  });

  test("the host's plugins leave the store alone", async () => {
    const db = database()
      .connect({ max: 1 })
      .withPlugin(new CamelCasePlugin())
      .withPlugin(new ParseJSONResultsPlugin());
    const store = createKyselyStore({ db });
    const record = await created(store, { projectId: "plugins" });
    expect(await kept(store, record)).toEqual(record);
  });
});

test("PostgreSQL: the session's time zone, isolation level and a driver that alters every type change nothing", async () => {
  await using database = await createDatabase();
  const pool = database.pool({
    max: 1,
    types: { getTypeParser: (oid: number) => (text: string) => (oid === 20 ? BigInt(text) : text) },
    options: "-c timezone=Asia/Kathmandu -c datestyle=German -c default_transaction_isolation=serializable",
  });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db);
  await keepsTime(db);
});

test("MariaDB: the session's time zone and a driver that gives text for numbers change nothing", async ({ skip }) => {
  skip(MARIADB_ABSENT !== null, `${MARIADB_ABSENT}`);
  await using server = await startMariadb();
  const pool = createPool({
    ...{ host: "127.0.0.1", port: server.port, user: "root", database: "test", connectionLimit: 1 },
    ...{ supportBigNumbers: true, bigNumberStrings: true, dateStrings: true, timezone: "+05:45", charset: "latin1" },
  });
  const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
  await sql`set time_zone = '+05:45'`.execute(db);
  await migrate(db);
  await keepsTime(db);
  await db.destroy();
});

test("MariaDB: a renewal that changes nothing keeps the lease, though the driver does not count rows found", async ({
  skip,
}) => {
  skip(MARIADB_ABSENT !== null, `${MARIADB_ABSENT}`);
  await using server = await startMariadb();
  const connection = { host: "127.0.0.1", port: server.port, user: "root", database: "test" };
  const pool = createPool({ ...connection, connectionLimit: 1, flags: ["-FOUND_ROWS"] });
  const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
  await migrate(db);
  const store = createKyselyStore({ db });
  const record = await claimed(store, "token");
  // The server's clock stands still for this session, so that every renewal is of the same millisecond.
  await sql`set timestamp = unix_timestamp()`.execute(db);
  const renewal = { leaseMs: HOUR, progress: progressOf(0.5) };
  const renewals = await Promise.all(Array.from({ length: 20 }, () => store.renew(record.id, "token", renewal)));
  expect(renewals).toEqual(renewals.map(() => ({ cancelRequested: false })));
  await store.update(record.id, record, { job: { cancelRequested: true } });
  expect(await store.renew(record.id, "token", renewal)).toEqual({ cancelRequested: true });
  expect(await store.renew(record.id, "stale", renewal)).toBe(null);
  expect(await store.claim(record.id, "token", HOUR)).toBe(null);
  await db.destroy();
});

async function keepsTime(db: Kysely<unknown>): Promise<void> {
  const store = createKyselyStore({ db });
  const record = await created(store, { user: { id: 1, name: "Ünal 𝕏" }, fileSize: 12 });
  expect(Math.abs(msBetween(record.createdAt, new Date().toISOString()))).toBeLessThan(5_000);
  expect(record.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(msBetween(record.createdAt, record.dueAt)).toBe(HOUR);
  const claimed = present(await store.claim(record.id, "token", HOUR));
  expect(claimed).toMatchObject({
    id: record.id,
    version: 2,
    fileSize: 12,
    deleted: false,
    user: { name: "Ünal 𝕏" },
    job: { attempts: 1 },
  });
  await store.renew(record.id, "token", { leaseMs: HOUR, progress: progressOf(0.5) });
  expect(await store.remove(record.id, claimed)).toBe(true);
  expect(await listIds(store)).toEqual([]);
}
