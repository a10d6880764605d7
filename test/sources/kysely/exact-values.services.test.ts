import { CamelCasePlugin, Kysely, type KyselyPlugin, ParseJSONResultsPlugin, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { collect } from "../../support/collect.js";
import { startPglite } from "../../support/pglite.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";

const OPEN = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 2 };

/** What PostgreSQL holds, and what a source gives of it. */
const EXACT: readonly (readonly [select: string, value: unknown])[] = [
  ["timestamptz '2023-06-18 22:42:20.123456+02'", "2023-06-18T20:42:20.123456+00:00"],
  ["timestamp '2023-06-18 22:42:20.123456'", "2023-06-18T22:42:20.123456"],
  ["timestamp '2023-03-26 02:30:00'", "2023-03-26T02:30:00"],
  ["'infinity'::timestamptz", "infinity"],
  ["'-infinity'::timestamp", "-infinity"],
  ["date '0099-06-18'", "0099-06-18"],
  ["date '2023-06-18'", "2023-06-18"],
  ["time '22:42:20.123456'", "22:42:20.123456"],
  ["timetz '22:42:20.123456+02'", "22:42:20.123456+02:00"],
  ["interval '1 year 2 months -3 days 04:05:06.789'", "P1Y2M-3DT4H5M6.789S"],
  ["interval '0'", "PT0S"],
  ["9007199254740993::int8", "9007199254740993"],
  ["1234567890123456.7891::numeric", "1234567890123456.7891"],
  ["'NaN'::numeric", "NaN"],
  ["'1234567.80'::money", "1234567.80"],
  ["'-1.05'::money", "-1.05"],
  ["1234567890123456.7891::price", "1234567890123456.7891"],
  ["timestamptz '2023-06-18 22:42:20.123456Z'::seen", "2023-06-18T22:42:20.123456+00:00"],
  [`'{"n": 9007199254740993, "d": 0.12345678901234567890, "e": 1e400, "s": "1e400", "f": 1.50}'::json`, JSON_VALUE()],
  [
    `'{"n": 9007199254740993, "s": "\\\\\\"9007199254740993"}'::jsonb`,
    { n: "9007199254740993", s: '\\"9007199254740993' },
  ],
  ["'9007199254740993'::jsonb", "9007199254740993"],
  ["'null'::jsonb", null],
  ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ["array[timestamptz '2023-06-18 22:42:20.123456Z', null]", ["2023-06-18T22:42:20.123456+00:00", null]],
  ["array[timestamp '2023-06-18 22:42:20.1']", ["2023-06-18T22:42:20.1"]],
  ["array[date '2023-06-18']", ["2023-06-18"]],
  [
    "'{{01:00,02:00},{03:00,null}}'::time[]",
    [
      ["01:00:00", "02:00:00"],
      ["03:00:00", null],
    ],
  ],
  ["array[interval '2 hours']", ["PT2H"]],
  ["array[9007199254740993, 1]::int8[]", ["9007199254740993", "1"]],
  ["array[0.10, 1234567890123456.7891]::numeric[]", ["0.10", "1234567890123456.7891"]],
  ["array['1.50'::money]", ["1.50"]],
  ["array['1.5000'::price]", ["1.5000"]],
  ["array[1, 2]::small[]", [1, 2]],
  ["'{1,2}'::smalls", [1, 2]],
  [`array['{"n": 9007199254740993}'::json]`, [{ n: "9007199254740993" }]],
  [`array['{"n": 1}'::jsonb, null]`, [{ n: 1 }, null]],
  ["array['\\x00ff'::bytea, null]", [Buffer.from([0, 255]), null]],
  ["array['a', 'b{\"', null]", ["a", 'b{"', null]],
  ["array['male', 'female']::sex[]", ["male", "female"]],
  ["'{}'::date[]", []],
  ["null::date[]", null],
  ["null::timestamptz", null],
  ["'[1:1]={2023-06-18}'::date[]", ["2023-06-18"]],
  ["array[1, null]::int4[]", [1, null]],
  ["array[0.5, null]::float8[]", [0.5, null]],
  ["0.1::float8 + 0.2", 0.30000000000000004],
  ["1e20::float8", 1e20],
  ["'infinity'::float8", Infinity],
  ["'-infinity'::float4", -Infinity],
  ["'NaN'::float8", NaN],
  ["'-0'::float8", -0],
  ["0.1::float4", 0.1],
  ["4294967295::oid", 4294967295],
  ["7::small", 7],
  ["true", true],
  ["false", false],
  ["'ab'::char(4)", "ab  "],
  ["''::text", ""],
  [`E'\\u0001\\u2028🦋"\\\\\r\n\\t'`, '\u0001\u2028🦋"\\\r\n\t'],
  ["'0190163D-8694-739b-aea5-966c26f8ad91'::uuid", "0190163d-8694-739b-aea5-966c26f8ad91"],
  ["'female'::sex", "female"],
  ["'[2023-06-18,2023-06-20)'::daterange", "[2023-06-18,2023-06-20)"],
];

function JSON_VALUE(): unknown {
  return { n: "9007199254740993", d: "0.12345678901234567890", e: "1e400", s: "1e400", f: 1.5 };
}

const NAMES = EXACT.map((_, index) => `value_${index}`);
const VALUES = Object.fromEntries(EXACT.map(([, value], index) => [NAMES[index], value]));

const TYPES = `
  create domain money4 as numeric(20, 4); create domain price as money4 check (value >= 0);
  create domain moment as timestamptz; create domain seen as moment;
  create domain small as int2; create domain smalls as int4[];
  create type sex as enum ('male', 'female');`;

const everything = sql.join(EXACT.map(([select], index) => sql`${sql.raw(select)} as ${sql.id(NAMES[index]!)}`));

interface Thing {
  readonly id: number;
  readonly value_0: unknown;
}

/** A source of one row with everything, and of the same as a related row. */
function sourceOf(db: Kysely<unknown>, inexact: readonly "value_0"[] = []) {
  const things = sql<Thing>`(select 1 as id, ${everything})`;
  return createKyselySource(db, {
    query: (tables) => tables.selectFrom(things.as("t")).selectAll(),
    key: ["id"],
    scope: (query) => query,
    inexact,
    relations: {
      things: {
        query: (tables, rows) => {
          const ids = rows.map(({ id }) => id);
          return tables.selectFrom(things.as("t")).selectAll().where("id", "in", ids).orderBy("id");
        },
        on: { id: "id" },
      },
    },
  });
}

async function read(db: Kysely<unknown>, inexact: readonly "value_0"[] = []) {
  const source = sourceOf(db, inexact);
  await using snapshot = await source.open(OPEN);
  const [row] = (await collect(snapshot.batches(source.queryset()))).flat();
  const { things, ...own } = row as unknown as { things: readonly object[] };
  const selected = await snapshot.select((tables) =>
    tables.selectFrom(sql<object>`(select ${everything})`.as("t")).selectAll(),
  );
  return { own, related: things[0], selected: selected[0] };
}

const ALL = { own: { id: 1, ...VALUES }, related: { id: 1, ...VALUES }, selected: VALUES };

describe("pg", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
    await database.pool().query(TYPES);
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const dbWith = (types?: pg.CustomTypesConfig, options: object = {}): Kysely<unknown> => {
    const pool = database.pool({ ...(types === undefined ? {} : { types }), ...options });
    return new Kysely({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  };

  test("as installed gives every value exactly: own rows, related ones, those of the host's own queries", async () => {
    expect(await read(dbWith())).toEqual(ALL);
  });

  test("gives the same whatever parsers the host has set, and sets none", async () => {
    const before = pg.types.getTypeParser(1184);
    const altering: pg.CustomTypesConfig = {
      getTypeParser: (oid: number) =>
        [1082, 1083, 1114, 1184, 1186, 1266, 1700, 790, 114, 3802, 1115, 1182, 1185, 1231, 199, 3807].includes(oid)
          ? () => "altered"
          : pg.types.getTypeParser(oid),
    };
    expect(await read(dbWith(altering))).toEqual(ALL);
    expect(pg.types.getTypeParser(1184)).toBe(before);
  });

  test("gives columns of any name exactly, the names that the source uses itself too", async () => {
    const names = ["x", "y", "r", "c", "w", "one", "size", "c0", "c1", "packed", "vasculum row"];
    const exact = sql.join(names.map((name) => sql`'9007199254740993'::jsonb as ${sql.id(name)}`));
    const beside = sql.join(["c2", "Packed"].map((name) => sql`'female'::sex as ${sql.id(name)}`));
    const source = createKyselySource(dbWith(), {
      query: (tables) =>
        tables.selectFrom(sql<{ id: number }>`(select 1 as id, ${exact}, ${beside})`.as("t")).selectAll(),
      key: ["id"],
      scope: (query) => query,
    });
    await using snapshot = await source.open(OPEN);
    const values = Object.fromEntries(names.map((name) => [name, "9007199254740993"]));
    expect((await collect(snapshot.batches(source.queryset()))).flat()).toEqual([
      { id: 1, ...values, c2: "female", Packed: "female" },
    ]);
  });

  test("leaves rows that a plugin froze as they are", async () => {
    const frozen: object[] = [];
    const freezing: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        frozen.push(...result.rows.map((row) => Object.freeze(row)));
        return result;
      },
    };
    expect(await read(dbWith().withPlugin(freezing))).toEqual(ALL);
    expect(frozen.flatMap((row) => Object.keys(row))).not.toContain("things");
  });

  test("gives integers as a driver's numbers where they are exact, else as text", async () => {
    const numbers: pg.CustomTypesConfig = {
      getTypeParser: (oid: number) => (oid === 20 ? Number : pg.types.getTypeParser(oid)),
    };
    const source = createKyselySource(dbWith(numbers), {
      query: (tables) =>
        tables
          .selectFrom(sql<{ id: number }>`(select 1::int8 as id union all select 9007199254740993)`.as("v"))
          .select("id"),
      key: ["id"],
      scope: (query) => query,
    });
    await using snapshot = await source.open({ ...OPEN, batchSize: 1 });
    expect((await collect(snapshot.batches(source.queryset()))).flat()).toEqual([
      { id: 1 },
      { id: "9007199254740993" },
    ]);
  });

  test("gives what the host's parsers make of other types", async () => {
    const own: pg.CustomTypesConfig = {
      getTypeParser: (oid: number) =>
        [16, 20, 701].includes(oid) ? (text: string) => `${text}!` : pg.types.getTypeParser(oid),
    };
    const source = createKyselySource(dbWith(own), {
      query: (tables) =>
        tables
          .selectFrom(
            sql<{ id: number }>`(select 1 as id, true as b, 5::int8 as i, 'x'::text as t, 0.5::float8 as f)`.as("t"),
          )
          .selectAll(),
      key: ["id"],
      scope: (query) => query,
    });
    await using snapshot = await source.open(OPEN);
    expect((await collect(snapshot.batches(source.queryset()))).flat()).toEqual([
      { id: 1, b: "t!", i: "5!", t: "x", f: "0.5!" },
    ]);
  });

  test("is refused where the host has set a parser for text, which times and decimals come as", async () => {
    const shouting: pg.CustomTypesConfig = {
      getTypeParser: (oid: number) => (oid === 25 ? (text: string) => text.toUpperCase() : pg.types.getTypeParser(oid)),
    };
    await expect(read(dbWith(shouting))).rejects.toMatchObject({
      code: "SOURCE_DRIVER_LOSSY",
      message: expect.stringContaining("for the type text"),
    });
  });

  test("gives any number of columns in their order", async () => {
    const names = Array.from({ length: 250 }, (_, index) => `c${index}`);
    const columns = sql.join(names.map((name, index) => sql`${sql.lit(index)}::int as ${sql.id(name)}`));
    const source = createKyselySource(dbWith(), {
      query: (tables) => tables.selectFrom(sql<{ c0: number }>`(select ${columns})`.as("t")).selectAll(),
      key: ["c0"],
      scope: (query) => query,
    });
    await using snapshot = await source.open(OPEN);
    const [row = {}] = (await collect(snapshot.batches(source.queryset()))).flat();
    expect(Object.entries(row)).toEqual(names.map((name, index) => [name, index]));
  });

  test("gives what is named inexact as it is", async () => {
    const { own } = await read(dbWith(), ["value_0"]);
    expect(own).toEqual({ ...ALL.own, value_0: new Date("2023-06-18T20:42:20.123Z") });
  });

  test("shows the host's plugins the values, not texts of them", async () => {
    const db = dbWith().withPlugin(new CamelCasePlugin()).withPlugin(new ParseJSONResultsPlugin());
    const source = createKyselySource(db, {
      query: (tables) =>
        tables
          .selectFrom(
            sql<{ theId: number; seenAt: Date; theDoc: unknown; theDay: Date }>`(
            select 1 as the_id, timestamptz '2023-06-18Z' as seen_at, date '2023-06-18' as the_day,
              '{"a_key": 9007199254740993}'::jsonb as the_doc)`.as("t"),
          )
          .selectAll(),
      key: ["theId"],
      scope: (query) => query,
      inexact: ["theDay"],
    });
    await using snapshot = await source.open(OPEN);
    expect((await collect(snapshot.batches(source.queryset()))).flat()).toEqual([
      { theId: 1, seenAt: "2023-06-18T00:00:00+00:00", theDoc: { aKey: "9007199254740993" }, theDay: expect.any(Date) },
    ]);
  });

  test.each([
    ["timestamptz", ["2023-06-18 22:42:20.123456Z", "2023-06-18 22:42:20.123457Z", "infinity"]],
    ["timestamp", ["-infinity", "2023-06-18 22:42:20.123456", "2023-06-18 22:42:20.123457"]],
    ["timetz", ["22:42:20.123456+02", "22:42:20.123457+02"]],
    ["interval", ["1 day 00:00:01", "1 day 00:00:02", "2 years -3 days"]],
    ["numeric", ["-1", "1234567890123456.7891", "1234567890123456.7892"]],
    ["money", ["-1.05", "1.00", "1234567.89"]],
    ["bytea", ["\\x00", "\\x00ff"]],
    ["date", ["0099-01-01", "2023-06-18"]],
    ["int8", ["9007199254740992", "9007199254740993"]],
    ["seen", ["2023-06-18 22:42:20.123456Z", "2023-06-18 22:42:20.123457Z"]],
  ])("a key of %s is paged by its exact value", async (type, values) => {
    const rows = sql.join(values.map((value) => sql`(${sql.lit(value)}::${sql.raw(type)})`));
    const source = createKyselySource(dbWith(), {
      query: (tables) =>
        tables.selectFrom(sql<{ value: string }>`(values ${rows})`.as(sql.raw("v(value)"))).select("value"),
      key: ["value"],
      scope: (query) => query,
    });
    await using snapshot = await source.open({ ...OPEN, batchSize: 1 });
    expect(await collect(snapshot.batches(source.queryset()))).toHaveLength(values.length);
  });

  test("related rows keep their order where the server reads with several workers", async () => {
    const pool = database.pool();
    await pool.query("create table many as select id, 1 as one from generate_series(1, 30000) as id; analyze many");
    const db = dbWith(undefined, {
      options: "-c parallel_setup_cost=0 -c parallel_tuple_cost=0 -c min_parallel_table_scan_size=0 -c enable_sort=on",
    });
    const source = createKyselySource(db, {
      query: (tables) => tables.selectNoFrom(sql<number>`1`.as("id")),
      key: ["id"],
      scope: (query) => query,
      relations: {
        many: {
          query: (tables) =>
            tables
              .selectFrom(sql<{ one: number; id: number }>`many`.as("many"))
              .select(["one", "id"])
              .orderBy("id", "desc"),
          on: { one: "id" },
        },
      },
    });
    await using snapshot = await source.open(OPEN);
    const [row] = (await collect(snapshot.batches(source.queryset()))).flat();
    expect(row?.many.map(({ id }) => id)).toEqual(Array.from({ length: 30_000 }, (_, index) => 30_000 - index));
  });
});

test("PGlite gives every value exactly", async () => {
  const pglite = await startPglite();
  await pglite.exec(TYPES);
  await using db = new Kysely<unknown>({ dialect: createPgliteDialect({ pglite }) });
  const { own } = await read(db);
  const bytes = { value_22: new Uint8Array([0, 255]), value_11: 9007199254740993n };
  expect(own).toEqual({ ...ALL.own, ...bytes });
}, 180_000);
