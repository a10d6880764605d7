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
import { EXACT_MYSQL } from "./exact-mysql.js";

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

/** Two rows whose keys are these values, as many drivers would not tell apart. */
async function readByKey(db: Kysely<unknown>, values: readonly [string, string]): Promise<unknown> {
  const [first, second] = values.map((value) => sql.raw(value));
  const source = createKyselySource(db, {
    query: (tables) => tables.selectFrom(sql<{ value: string }>`(select ${first} as value union all select ${second})`.as("v")).select("value"),
    key: ["value"],
    scope: (query) => query,
  });
  await using snapshot = await source.open(OPEN);
  return await collect(snapshot.batches(source.queryset()));
}

/** The value, in the one related row of the one row. */
async function relatedValueOf(db: Kysely<unknown>, value: string, inexact: readonly "things"[] = []): Promise<unknown> {
  const source = createKyselySource(db, {
    query: (tables) => tables.selectNoFrom(sql<number>`1`.as("id")),
    key: ["id"],
    scope: (query) => query,
    relations: {
      things: {
        query: (tables, rows) => {
          const thing = sql<{ id: number; value: unknown }>`(select 1 as id, ${sql.raw(value)} as value)`.as("t");
          return tables.selectFrom(thing).select(["id", "value", "value as value"]).where("id", "in", rows.map(({ id }) => id)).orderBy("id");
        },
        on: { id: "id" },
      },
    },
    inexact,
  });
  await using snapshot = await source.open(OPEN);
  return (await collect(snapshot.batches(source.queryset())))[0]?.[0]?.things[0]?.value;
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

  test.each(["1.5::numeric", "null::numeric", "null::price", "null::numeric[]"])("%s is refused of a driver that reads numbers", async (value) => {
    const pool = database.pool();
    await pool.query("drop domain if exists price; create domain price as numeric(9, 2)");
    const asNumbers: pg.CustomTypesConfig = { getTypeParser: (oid: number) => (oid === 1700 ? parseFloat : pg.types.getTypeParser(oid)) };
    for (const read of [valueOf, relatedValueOf]) {
      await expect(read(dbWith(asNumbers), value)).rejects.toMatchObject({ ...lossy("1700"), message: expect.stringMatching(/value".*1700/) });
      expect(await read(dbWith(asText), value)).toBe(value === "1.5::numeric" ? "1.5" : null);
    }
    expect(await valueOf(dbWith(asNumbers), "1.5::numeric", ["value"])).toBe(1.5);
    expect(await relatedValueOf(dbWith(asNumbers), "1.5::numeric", ["things"])).toBe(1.5);
  });

  test.each([
    ["'infinity'::double precision", Infinity],
    ["'-infinity'::real", -Infinity],
    ["array['infinity'::double precision]", [Infinity]],
    ["0.1::double precision + 0.2", 0.30000000000000004],
    ["1234567890.1234567890123::numeric", "1234567890.1234567890123"],
  ])("%s is what it is, in a row or in a related one", async (value, expected) => {
    expect(await valueOf(dbWith(), value)).toEqual(expected);
    expect(await relatedValueOf(dbWith(), value)).toEqual(expected);
  });

  test("a related time is refused whatever it is", async () => {
    for (const value of ["null::timestamptz", "'infinity'::date"]) {
      await expect(relatedValueOf(dbWith(), value)).rejects.toMatchObject({ code: "SOURCE_DRIVER_LOSSY", message: expect.stringContaining('"things.value"') });
    }
  });

  test("a key that the driver cuts is not said to repeat", async () => {
    const asNumbers: pg.CustomTypesConfig = { getTypeParser: (oid: number) => (oid === 20 ? Number : String) };
    const keys = ["9007199254740992::bigint", "9007199254740993::bigint"] as const;
    await expect(readByKey(dbWith(asNumbers), keys)).rejects.toMatchObject(lossy("20"));
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
    expect(await valueOf(db, "1234567890.1234567890123::numeric")).toBe("1234567890.1234567890123");
    expect(await valueOf(db, "'infinity'::double precision")).toBe(Infinity);
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

  test("decimals are refused of a driver that makes numbers of them, where digits are lost", async () => {
    const decimal = "cast('1234567890.1234567890123' as decimal(23, 13))";
    const whole = "cast('12345678901234567890' as decimal(30, 0))";
    expect(await value(decimal)).toBe("1234567890.1234567890123");
    for (const select of [decimal, whole]) {
      await expect(value(select, { ...EXACT_MYSQL, decimalNumbers: true })).rejects.toMatchObject(lossy("decimalNumbers"));
    }
    expect(await value("cast('9.25' as decimal(9, 2))", { decimalNumbers: true })).toBe(9.25);
    expect(await value("cast(1e0 as double) / 3")).toBe(1 / 3);
    expect(await value("json_extract('[0.30000000000000004]', '$')", { decimalNumbers: true })).toEqual([0.30000000000000004]);
  });

  test.each<[string, readonly [string, string]]>([
    ["supportBigNumbers", ["cast(9007199254740992 as signed)", "cast(9007199254740993 as signed)"]],
    ["dateStrings", ["cast('2023-06-18 22:42:20.123456' as datetime(6))", "cast('2023-06-18 22:42:20.123457' as datetime(6))"]],
  ])("a key that the driver cuts without %s is not said to repeat", async (setting, keys) => {
    const read = async (options: PoolOptions): Promise<unknown> => {
      const pool = createPool({ host: "127.0.0.1", port: server.port, user: "root", database: "test", ...options });
      await using db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
      return await readByKey(db, keys);
    };
    await expect(read({})).rejects.toMatchObject(lossy(setting));
    expect(await read(EXACT_MYSQL)).toHaveLength(2);
  });
});

describe("SQLite", () => {
  test("an integer beyond 2^53 is refused without safe integers, and exact with them", async () => {
    const database = openSqliteMemory();
    await using db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
    expect(await valueOf(db, "1e20", ["value"])).toBe(1e20);
    await expect(valueOf(db, "9007199254740993")).rejects.toMatchObject(lossy("defaultSafeIntegers"));
    await expect(readByKey(db, ["9007199254740992", "9007199254740993"])).rejects.toMatchObject(lossy("defaultSafeIntegers"));
    database.defaultSafeIntegers(true);
    expect(await valueOf(db, "9007199254740993")).toBe(9007199254740993n);
    expect(await valueOf(db, "1e20")).toBe(1e20);
  });
});
