import { Kysely, MysqlDialect, PostgresDialect, sql, SqliteDialect } from "kysely";
import { createPool, type PoolOptions } from "mysql2";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { collect } from "../../support/collect.js";
import { MARIADB_ABSENT, type MariadbServer, startMariadb } from "../../support/mariadb.js";
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
async function valueOf(
  db: Kysely<unknown>,
  value: string,
  inexact: readonly ("id" | "value")[] = [],
): Promise<unknown> {
  const source = sourceOf(db, value, inexact);
  await using snapshot = await source.open(OPEN);
  return (await collect(snapshot.batches(source.queryset())))[0]?.[0]?.value;
}

/** Two rows whose keys are these values, as many drivers would not tell apart. */
async function readByKey(db: Kysely<unknown>, values: readonly [string, string]): Promise<unknown> {
  const [first, second] = values.map((value) => sql.raw(value));
  const source = createKyselySource(db, {
    query: (tables) =>
      tables
        .selectFrom(sql<{ value: string }>`(select ${first} as value union all select ${second})`.as("v"))
        .select("value"),
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
          return tables
            .selectFrom(thing)
            .select(["id", "value", "value as value"])
            .where(
              "id",
              "in",
              rows.map(({ id }) => id),
            )
            .orderBy("id");
        },
        on: { id: "id" },
      },
    },
    inexact,
  });
  await using snapshot = await source.open(OPEN);
  return (await collect(snapshot.batches(source.queryset())))[0]?.[0]?.things[0]?.value;
}

const lossy = (setting: string) => ({
  code: "SOURCE_DRIVER_LOSSY",
  message: expect.stringMatching(new RegExp(`"value".*${setting}`)),
});

describe("pg", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  test("a Date that the host makes of another type is refused, and the remedy named", async () => {
    const asDates: pg.CustomTypesConfig = {
      getTypeParser: (oid: number) => (oid === 869 ? () => new Date(0) : pg.types.getTypeParser(oid)),
    };
    const pool = database.pool({ types: asDates });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
    await expect(valueOf(db, "'10.0.0.1'::inet")).rejects.toMatchObject(lossy("cast it to text"));
    await expect(relatedValueOf(db, "'10.0.0.1'::inet")).rejects.toMatchObject({
      code: "SOURCE_DRIVER_LOSSY",
      message: expect.stringContaining('"things.value"'),
    });
    expect(await valueOf(db, "'10.0.0.1'::inet::text")).toBe("10.0.0.1/32");
    expect(await valueOf(db, "'10.0.0.1'::inet", ["value"])).toEqual(new Date(0));
    expect(await relatedValueOf(db, "'10.0.0.1'::inet", ["things"])).toEqual(new Date(0));
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
    [
      "cast('2023-06-18 22:42:20.123456' as datetime(6))",
      "dateStrings",
      { dateStrings: true },
      "2023-06-18 22:42:20.123456",
    ],
  ])("%s is refused without %s, and exact with it", async (select, setting, options, exact) => {
    await expect(value(select)).rejects.toMatchObject(lossy(setting));
    expect(await value(select, options)).toBe(exact);
  });

  test("decimals are refused of a driver that makes numbers of them, where digits are lost", async () => {
    const decimal = "cast('1234567890.1234567890123' as decimal(23, 13))";
    const whole = "cast('12345678901234567890' as decimal(30, 0))";
    expect(await value(decimal)).toBe("1234567890.1234567890123");
    for (const select of [decimal, whole]) {
      await expect(value(select, { ...EXACT_MYSQL, decimalNumbers: true })).rejects.toMatchObject(
        lossy("decimalNumbers"),
      );
    }
    expect(await value("cast('9.25' as decimal(9, 2))", { decimalNumbers: true })).toBe(9.25);
    expect(await value("cast(1e0 as double) / 3")).toBe(1 / 3);
    expect(await value("json_extract('[0.30000000000000004]', '$')", { decimalNumbers: true })).toEqual([
      0.30000000000000004,
    ]);
  });

  test.each<[string, readonly [string, string]]>([
    ["supportBigNumbers", ["cast(9007199254740992 as signed)", "cast(9007199254740993 as signed)"]],
    [
      "dateStrings",
      ["cast('2023-06-18 22:42:20.123456' as datetime(6))", "cast('2023-06-18 22:42:20.123457' as datetime(6))"],
    ],
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
    await expect(readByKey(db, ["9007199254740992", "9007199254740993"])).rejects.toMatchObject(
      lossy("defaultSafeIntegers"),
    );
    database.defaultSafeIntegers(true);
    expect(await valueOf(db, "9007199254740993")).toBe(9007199254740993n);
    expect(await valueOf(db, "1e20")).toBe(1e20);
  });
});
