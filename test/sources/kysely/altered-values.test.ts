import { Kysely, MysqlDialect, PostgresDialect, sql, SqliteDialect } from "kysely";
import { createPool, type PoolOptions } from "mysql2";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { collect } from "../../support/collect.js";
import { MARIADB_ABSENT, type MariadbServer, startMariadb } from "../../support/mariadb.js";
import { startPglite } from "../../support/pglite.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";
import { openSqliteMemory } from "../../support/sqlite.js";

const OPEN = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 1 };

/** A source of the one row of `select 1 as id, <value> as value`. */
function sourceOf(db: Kysely<unknown>, value: string, inexact: readonly ("id" | "value")[] = []) {
  return createKyselySource(db, {
    query: (tables) => tables.selectNoFrom([sql<number>`1`.as("id"), sql<unknown>`${sql.raw(value)}`.as("value")]),
    key: ["id"],
    scope: (query) => query,
    inexact,
  });
}

/** The value, as that source gives it. */
async function valueOf(db: Kysely<unknown>, value: string, inexact: readonly ("id" | "value")[] = []): Promise<unknown> {
  const source = sourceOf(db, value, inexact);
  await using snapshot = await source.open(OPEN);
  return (await collect(snapshot.batches(source.queryset())))[0]?.[0]?.value;
}

const lossy = (setting: string) => ({ code: "SOURCE_DRIVER_LOSSY", message: expect.stringMatching(new RegExp(`"value".*${setting}`)) });

describe("pg", () => {
  const BIG = "9007199254740993";
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const dbWith = (types?: pg.CustomTypesConfig): Kysely<unknown> => {
    const pool = database.pool(types === undefined ? {} : { types });
    return new Kysely({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  };
  const asText: pg.CustomTypesConfig = { getTypeParser: () => String };

  test.each([
    ["timestamptz '2023-06-18 22:42:20.123456+02'", "1184"],
    ["timestamp '2023-06-18 22:42:20.123456'", "1114"],
    ["date '2023-06-18'", "1082"],
    ["'infinity'::timestamptz", "1184"],
    ["array[timestamp '2023-06-18 22:42:20.123456']", "1114"],
    [`'{"n": [${BIG}]}'::jsonb`, "3802"],
  ])("%s is refused, and the setting named", async (value, setting) => {
    await expect(valueOf(dbWith(), value)).rejects.toMatchObject(lossy(setting));
  });

  test.each([
    [`${BIG}::bigint`, BIG],
    ["1e20::double precision", 1e20],
    [`'{"n": 9007199254740991}'::jsonb`, { n: 9007199254740991 }],
    ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ])("%s passes as it is", async (value, expected) => {
    expect(await valueOf(dbWith(), value)).toEqual(expected);
  });

  test.each([
    ["null::timestamptz", "1184"],
    ["null::timestamp", "1114"],
    ["null::date", "1082"],
    ["null::timestamptz[]", "1184"],
  ])("%s is refused when the source opens, before a row is read", async (value, setting) => {
    const source = sourceOf(dbWith(), value);
    await expect(source.open(OPEN)).rejects.toMatchObject(lossy(setting));
    await using snapshot = await source.pick("id").open(OPEN);
    expect(await collect(snapshot.batches(source.queryset()))).toEqual([[{ id: 1 }]]);
  });

  test("a column of another type, or one that the driver reads exactly, opens", async () => {
    for (const value of ["null::time", "null::interval", "null::jsonb", "null::tstzrange", "null::text"]) {
      expect(await valueOf(dbWith(), value)).toBe(null);
    }
    const allButDates: pg.CustomTypesConfig = { getTypeParser: (oid: number) => (oid === 1082 ? (text: string) => new Date(text) : String) };
    expect(await valueOf(dbWith(allButDates), "null::timestamptz")).toBe(null);
    await expect(valueOf(dbWith(allButDates), "null::date")).rejects.toMatchObject(lossy("1082"));
  });

  test("with the setting nothing is lost", async () => {
    expect(await valueOf(dbWith(asText), "timestamp '2023-06-18 22:42:20.123456'")).toBe("2023-06-18 22:42:20.123456");
    expect(await valueOf(dbWith(asText), "'-infinity'::timestamptz")).toBe("-infinity");
    const numbersOnly: pg.CustomTypesConfig = { getTypeParser: (oid: number) => (oid === 701 ? Number : String) };
    expect(await valueOf(dbWith(numbersOnly), "'infinity'::double precision")).toBe(Infinity);
    expect(await valueOf(dbWith(asText), `'{"n": ${BIG}}'::jsonb`)).toBe(`{"n": ${BIG}}`);
  });

  test("a column that the host calls inexact passes", async () => {
    expect(await valueOf(dbWith(), "timestamptz '2023-06-18 22:42:20.123+00'", ["value"])).toEqual(new Date("2023-06-18T22:42:20.123Z"));
  });
});

describe("PGlite", () => {
  let db: Kysely<unknown>;
  beforeAll(async () => {
    db = new Kysely({ dialect: createPgliteDialect({ pglite: await startPglite() }) });
  }, 60_000);
  afterAll(() => db.destroy());

  test("is held to the same", async () => {
    expect(String(await valueOf(db, "9007199254740993::bigint"))).toBe("9007199254740993");
    await expect(valueOf(db, "now()")).rejects.toMatchObject(lossy("parser"));
    await expect(valueOf(db, "'[9007199254740993]'::jsonb")).rejects.toMatchObject(lossy("parser"));
  });
});

if (MARIADB_ABSENT !== null) console.warn(`mysql2 is skipped: ${MARIADB_ABSENT}.`);

describe.skipIf(MARIADB_ABSENT !== null)("mysql2", () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function value(select: string, options: PoolOptions = {}): Promise<unknown> {
    const pool = createPool({ host: "127.0.0.1", port: server.port, user: "root", database: "test", ...options });
    await using db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
    return await valueOf(db, select);
  }

  test.each<[string, string, PoolOptions, string]>([
    ["cast(9007199254740993 as signed)", "supportBigNumbers", { supportBigNumbers: true }, "9007199254740993"],
    ["cast('2023-06-18 22:42:20.123456' as datetime(6))", "dateStrings", { dateStrings: true }, "2023-06-18 22:42:20.123456"],
  ])("%s is refused without %s, and exact with it", async (select, setting, options, exact) => {
    await expect(value(select)).rejects.toMatchObject(lossy(setting));
    expect(await value(select, options)).toBe(exact);
  });
});

describe("SQLite", () => {
  test("an integer beyond 2^53 is refused without safe integers, and exact with them", async () => {
    const database = openSqliteMemory();
    await using db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
    expect(await valueOf(db, "1e20", ["value"])).toBe(1e20);
    await expect(valueOf(db, "9007199254740993")).rejects.toMatchObject(lossy("defaultSafeIntegers"));
    database.defaultSafeIntegers(true);
    expect(await valueOf(db, "9007199254740993")).toBe(9007199254740993n);
    expect(await valueOf(db, "1e20")).toBe(1e20);
  });
});
