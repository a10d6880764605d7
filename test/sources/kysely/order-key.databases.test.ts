import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DataSource } from "../../../src/contracts/data-source.js";
import { createKyselySource, type KyselySourceOptions } from "../../../src/sources/kysely/create-kysely-source.js";
import { collect } from "../../support/collect.js";
import { KINDS, type SourceDatabase } from "./source-databases.js";

interface Tables {
  visit: { station: string; visitor: string; score: number };
}

const WORDS = ["", "a", "A", "b", "ä", "Z", "it's", "ñ", "🦋", "a b", "ab", "\\", "%"];

/** Types whose order is not that of what the driver gives, with three values and a cast that has one order. */
const MYSQL_TYPES: readonly [type: string, values: readonly string[], cast: string][] = [
  ["enum('m', 'a', 'z')", ["'a'", "'m'", "'z'"], "cast(value as char)"],
  ["set('m', 'a', 'z')", ["'a'", "'m'", "'m,z'"], "cast(value as char)"],
  ["bit(8)", ["1", "2", "200"], "cast(value as unsigned)"],
  ["float", ["0.1", "0.2", "0.3"], "cast(value as double)"],
];

async function batchesOf<Row, Query>(source: DataSource<Row, Query>, batchSize: number): Promise<readonly Row[]> {
  await using snapshot = await source.open({
    scope: { projectId: 1, userId: 1 },
    signal: new AbortController().signal,
    batchSize,
  });
  return (await collect(snapshot.batches(source.queryset()))).flat();
}

describe.each(KINDS.filter(({ name }) => name !== "PGlite"))("$name", (kind) => {
  describe.skipIf(kind.absent !== null)("pages by an order key", () => {
    let database: SourceDatabase;
    let db: Kysely<Tables>;
    let rows: Tables["visit"][];
    beforeAll(async () => {
      database = await kind.open();
      db = database.db as unknown as Kysely<Tables>; // one more table
      const exact = kind.name === "MariaDB" ? "varchar(40) character set utf8mb4 collate utf8mb4_bin" : "varchar(40)";
      const uuid = kind.name === "PostgreSQL" ? "uuid" : "char(36)";
      await sql`
        create table visit (station ${sql.raw(exact)} not null, visitor ${sql.raw(uuid)} not null, score double precision not null)
      `.execute(db);
      rows = WORDS.flatMap((station) => Array.from({ length: 5 }, (_, index) => visit(station, index)));
      await db.insertInto("visit").values(rows).execute();
    });
    afterAll(() => database[Symbol.asyncDispose]());

    function connect<DB>(): { connect?: () => Kysely<DB> } {
      const own = database.connect as unknown as (() => Kysely<DB>) | undefined;
      return own === undefined ? {} : { connect: own };
    }

    /** Scattered, and the same in every run. */
    function visit(station: string, index: number): Tables["visit"] {
      const digits = createHash("md5").update(`${station}/${index}`).digest("hex");
      const visitor = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      return { station, visitor, score: Number.parseInt(digits.slice(0, 2), 16) / 7 };
    }

    function sourceOf(
      key: KyselySourceOptions<Tables, Tables, "visit", Tables["visit"], "station" | "visitor" | "score", never>["key"],
    ) {
      return createKyselySource(db, {
        query: (tables) => tables.selectFrom("visit").select(["station", "visitor", "score"]),
        key,
        scope: (query) => query,
        ...connect(),
      });
    }

    test.each([
      ["a uuid", ["visitor"]],
      ["a uuid, descending", [{ desc: "visitor" }]],
      ["text and a uuid", ["station", "visitor"]],
      ["both descending", [{ desc: "station" }, { desc: "visitor" }]],
      ["one up, one down", ["station", { desc: "visitor" }]],
      ["one down, two up", [{ desc: "station" }, "score", "visitor"]],
    ] satisfies [string, Parameters<typeof sourceOf>[0]][])("that is %s", async (_, key) => {
      const source = sourceOf(key);
      const whole = await batchesOf(source, 1_000);
      expect(whole.map(({ visitor }) => visitor).toSorted()).toEqual(rows.map(({ visitor }) => visitor).toSorted());
      for (const batchSize of [1, 3, 7, 64, 65]) expect(await batchesOf(source, batchSize)).toEqual(whole);
      // The database itself has the last word on the order.
      const parts = key.map((part) =>
        typeof part === "string" ? sql`${sql.id(part)}` : sql`${sql.id(part.desc)} desc`,
      );
      const ordered = await sql<{ visitor: string }>`select visitor from visit order by ${sql.join(parts)}`.execute(db);
      expect(whole.map(({ visitor }) => visitor)).toEqual(ordered.rows.map(({ visitor }) => visitor));
    });

    test("and says so when it repeats", async () => {
      for (const batchSize of [1, 2, 5, 64]) {
        await expect(batchesOf(sourceOf(["station"]), batchSize)).rejects.toMatchObject({
          code: "SOURCE_ORDER_NOT_UNIQUE",
        });
      }
    });

    test("and says so when the database takes two different texts for one key", async () => {
      const blind = { PostgreSQL: "blind", MariaDB: "utf8mb4_general_ci", SQLite: "nocase" }[kind.name] ?? "";
      if (kind.name === "PostgreSQL") {
        await sql`create collation blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`.execute(
          db,
        );
      }
      await sql`create table blind_visit (place varchar(40) collate ${sql.raw(blind)} not null)`.execute(db);
      await sql`insert into blind_visit values ('a'), ('A'), ('b')`.execute(db);
      const source = createKyselySource(db as unknown as Kysely<{ blind_visit: { place: string } }>, {
        query: (tables) => tables.selectFrom("blind_visit").select("place"),
        key: ["place"],
        scope: (query) => query,
        ...connect(),
      });
      await expect(batchesOf(source, 1)).rejects.toMatchObject({ code: "SOURCE_ORDER_NOT_UNIQUE" });
    });

    /** What is read of a column of that type that holds these values, one row a page; `as` is what is selected of it. */
    async function readTyped({ type, values, as = "value" }: { type: string; values: readonly string[]; as?: string }) {
      await sql`drop table if exists typed`.execute(db);
      await sql`create table typed (value ${sql.raw(type)} not null)`.execute(db);
      await sql`insert into typed values ${sql.raw(values.map((value) => `(${value})`).join())}`.execute(db);
      const source = createKyselySource(db as unknown as Kysely<{ typed: { value: string } }>, {
        query: (tables) => tables.selectFrom("typed").select(sql<string>`${sql.raw(as)}`.as("value")),
        key: ["value"],
        scope: (query) => query,
        ...connect(),
      });
      return (await batchesOf(source, 1)).map(({ value }) => value);
    }

    const ofMysql = kind.name === "MariaDB" ? MYSQL_TYPES : [];
    test.each(ofMysql)("and reads a cast of MySQL's %s, which as it is would lose rows", async (type, values, as) => {
      expect(await readTyped({ type, values, as })).toHaveLength(3);
      const failure = { code: "SOURCE_ORDER_NOT_UNIQUE", message: expect.stringContaining("compare") };
      await expect(readTyped({ type, values })).rejects.toMatchObject(failure);
    });

    if (kind.name === "PostgreSQL")
      test("that is an enum, a list of bits or a float of PostgreSQL's", async () => {
        await sql`create type size as enum ('small', 'medium', 'large')`.execute(db);
        expect(await readTyped({ type: "size", values: ["'large'", "'small'", "'medium'"] })).toEqual([
          "small",
          "medium",
          "large",
        ]);
        expect(await readTyped({ type: "bit(3)", values: ["b'110'", "b'001'"] })).toEqual(["001", "110"]);
        expect(await readTyped({ type: "real", values: ["0.3", "0.1", "0.2"] })).toEqual([0.1, 0.2, 0.3]);
      });

    test("and refuses one that is null", async () => {
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("visit").select(sql<string>`nullif(visitor, visitor)`.as("nothing")),
        key: ["nothing"],
        scope: (query) => query,
        ...connect(),
      });
      const failure = { code: "SOURCE_ORDER_NOT_UNIQUE", message: expect.stringContaining('"nothing"') };
      await expect(batchesOf(source, 5)).rejects.toMatchObject(failure);
    });
  });
});
