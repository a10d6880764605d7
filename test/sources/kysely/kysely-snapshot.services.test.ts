import { CamelCasePlugin, Kysely, PostgresDialect, sql, SqliteDialect } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Snapshot } from "../../../src/contracts/data-source.js";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import type { KyselySource } from "../../../src/sources/kysely/kysely-source.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { collect } from "../../support/collect.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";
import { createSqliteFile, openSqliteMemory } from "../../support/sqlite.js";

interface Tables {
  moth: { id: number; projectId: number; wingSpan: number };
}

const opening = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 100 };

function mothsOf(db: Kysely<Tables>): KyselySource<Tables["moth"], unknown> {
  return createKyselySource(db, {
    query: (tables) => tables.selectFrom("moth as m").select(["m.id", "m.projectId", "m.wingSpan"]),
    key: [{ desc: "wingSpan" }, "id"],
    scope: (query, { projectId }) => query.where("m.projectId", "=", Number(projectId)),
    statementTimeoutMs: 5_000,
  }) as KyselySource<Tables["moth"], unknown>;
}

async function rowsOf<Row, Query>(snapshot: Snapshot<Row, Query>, query: Query): Promise<readonly Row[]> {
  return (await collect(snapshot.batches(query))).flat();
}

describe("a snapshot of PostgreSQL", () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let db: Kysely<Tables>;
  beforeAll(async () => {
    database = await createDatabase();
    pool = database.pool({ max: 4 });
    const dialect = new PostgresDialect({ pool: guardPool(pool) });
    db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] }).withSchema("night");
    await sql`create schema night`.execute(db);
    await sql`create table night.moth (id int primary key, project_id int not null, wing_span int not null)`.execute(
      db,
    );
    await sql`insert into night.moth select n, 1 + n % 2, n % 7 from generate_series(1, 2000) n`.execute(db);
  });
  afterAll(() => database[Symbol.asyncDispose]());

  test("reads through the host's plugins and schema", async () => {
    const source = mothsOf(db);
    await using snapshot = await source.open(opening);
    const rows = await rowsOf(snapshot, source.queryset());
    expect(rows).toHaveLength(1_000);
    expect(rows[0]).toEqual({ id: 6, projectId: 1, wingSpan: 6 });
  });

  test("picks columns by the names that the host's plugins give them", async () => {
    const source = mothsOf(db).pick("projectId", "wingSpan");
    await using snapshot = await source.open(opening);
    expect((await rowsOf(snapshot, source.queryset()))[0]).toEqual({ projectId: 1, wingSpan: 6 });
  });

  test("stands still while others write, and two at once share a pool of four with them", async () => {
    const source = mothsOf(db);
    let [writing, written] = [true, 0];
    const writer = (async () => {
      for (let id = 10_000; writing; id += 2, written += 1) {
        await db
          .insertInto("moth")
          .values({ id, projectId: 1, wingSpan: id % 9 })
          .execute();
        await db
          .deleteFrom("moth")
          .where("id", "=", id - 10)
          .execute();
      }
    })();
    const read = async (): Promise<void> => {
      await using snapshot = await source.open({ ...opening, batchSize: 25 });
      const [rows, again] = await Promise.all([
        rowsOf(snapshot, source.queryset()),
        rowsOf(snapshot, source.queryset()),
      ]);
      expect(again).toEqual(rows);
      expect(await snapshot.count(source.queryset())).toBe(rows.length);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    };
    for (let round = 0; round < 5; round += 1) await Promise.all([read(), read()]);
    writing = false;
    await writer;
    expect(written).toBeGreaterThan(10);
    expect(pool.idleCount).toBe(pool.totalCount);
  });

  test("is stopped in the middle of a statement by an abort, and its connection is free within 2 s", async () => {
    const source = createKyselySource(db, {
      query: (tables) => tables.selectFrom("moth").select("id"),
      key: ["id"],
      scope: (same) => same,
    });
    const cancel = new AbortController();
    const snapshot = await source.open({ ...opening, signal: cancel.signal });
    const counting = snapshot.count(source.queryset().where(sql<boolean>`pg_sleep(60) is null`));
    const asleep = "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
    await vi.waitFor(async () => expect((await pool.query(asleep)).rowCount).toBe(1));
    const from = performance.now();
    cancel.abort(new TypeError("enough"));
    await expect(counting).rejects.toThrow("enough");
    await snapshot[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect((await pool.query(asleep)).rowCount).toBe(0));
    expect(performance.now() - from).toBeLessThan(2_000);
    await vi.waitFor(() => expect(pool.idleCount).toBe(pool.totalCount));
  });

  test("that fails to open gives its connection back", async () => {
    const query = () => sql.raw("select 1") as never;
    expect(() => createKyselySource(db, { query, key: ["id"] as never, scope: (same) => same })).toThrow(TypeError);
    const source = createKyselySource(db, {
      query: (tables) => tables.selectFrom("moth").select("id"),
      key: ["id"],
      scope: (unscoped) => unscoped.limit(1),
    });
    await expect(source.open(opening)).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: false });
    for (const batchSize of [0, 1.5, Infinity, 10_001])
      await expect(mothsOf(db).open({ ...opening, batchSize })).rejects.toThrow(TypeError);
    expect(pool.idleCount).toBe(pool.totalCount);
  });
});

describe("a snapshot of SQLite", () => {
  test("is refused where it would stop all writers", async () => {
    await using file = await createSqliteFile();
    const database = file.open();
    database.pragma("journal_mode = DELETE");
    await using db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    await expect(mothsOf(db).open(opening)).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: false });
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });
});

describe("a source is refused", () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqliteMemory() }) });
  afterAll(() => db.destroy());
  const query = (tables: Kysely<Tables>) =>
    tables.selectFrom("moth as m").select(["m.id", "wingSpan as width", sql<number>`1`.as("one")]);
  const scope = <Query>(same: Query): Query => same;
  const eggs = (tables: Kysely<Tables>) => tables.selectFrom("moth").select("id").orderBy("id");
  const OF_MOTH = { id: "id" };

  test.each<[string, () => unknown]>([
    [
      "without a database",
      () => createKyselySource(undefined as never, { query: query as never, key: ["id"] as never, scope }),
    ],
    ["without a key", () => createKyselySource(db, { query, key: [] as never, scope })],
    ["with a key that is not selected", () => createKyselySource(db, { query, key: ["wingSpan"] as never, scope })],
    ["with a limit", () => createKyselySource(db, { query: (tables) => query(tables).limit(1), key: ["id"], scope })],
    [
      "with an order",
      () => createKyselySource(db, { query: (tables) => query(tables).orderBy("id"), key: ["id"], scope }),
    ],
    [
      "with a union",
      () => createKyselySource(db, { query: (tables) => query(tables).union(query(tables)), key: ["id"], scope }),
    ],
    [
      "without columns",
      () =>
        createKyselySource(db, { query: (tables) => tables.selectFrom("moth") as never, key: ["id"] as never, scope }),
    ],
    ["without a query", () => createKyselySource(db, { query: () => undefined as never, key: ["id"] as never, scope })],
    [
      "with a column twice",
      () => createKyselySource(db, { query: (tables) => query(tables).select("projectId as id"), key: ["id"], scope }),
    ],
    [
      "with an inexact column that is not selected",
      () => createKyselySource(db, { query, key: ["id"], scope, inexact: ["wings" as never] }),
    ],
    [
      "with a relation that has no on",
      () => createKyselySource(db, { query, key: ["id"], scope, relations: { eggs: { query: eggs } as never } }),
    ],
    [
      "with a relation on nothing",
      () => createKyselySource(db, { query, key: ["id"], scope, relations: { eggs: { query: eggs, on: {} } } }),
    ],
    [
      "with a relation that has no query",
      () => createKyselySource(db, { query, key: ["id"], scope, relations: { eggs: { on: OF_MOTH } as never } }),
    ],
    [
      "with a relation on what is not selected",
      () =>
        createKyselySource(db, { query, key: ["id"], scope, relations: { eggs: { query: eggs, on: { id: "egg" } } } }),
    ],
    [
      "with a relation named like a column",
      () => createKyselySource(db, { query, key: ["id"], scope, relations: { width: { query: eggs, on: OF_MOTH } } }),
    ],
    ["without a scope", () => createKyselySource(db, { query, key: ["id"], scope: undefined as never })],
  ])("%s", (_, create) => {
    expect(create).toThrow(TypeError);
  });

  test("but not for keys that selectAll may give", () => {
    expect(
      createKyselySource(db, {
        query: (tables) => tables.selectFrom("moth").selectAll(),
        key: ["wingSpan", "id"],
        scope,
      }),
    ).toBeDefined();
    expect(createKyselySource(db, { query, key: ["width", { desc: "one" }, "id"], scope })).toBeDefined();
    const relations = { eggs: { query: eggs, on: { id: "id" } } };
    expect(createKyselySource(db, { query, key: ["id"], scope, relations, inexact: ["width", "eggs"] })).toBeDefined();
  });
});
