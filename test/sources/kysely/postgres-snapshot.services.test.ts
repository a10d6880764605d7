import { Kysely, PostgresDialect, sql } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { openPostgresSnapshot } from "../../../src/sources/kysely/postgres-snapshot.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";

let database: TestDatabase;
let pool: pg.Pool;
let db: Kysely<unknown>;
const signal = new AbortController().signal;
beforeAll(async () => {
  database = await createDatabase();
  pool = database.pool({ max: 2 });
  db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  await sql`create table moth (id int primary key)`.execute(db);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

test("sees what was there when it was opened, and nothing later", async () => {
  await using snapshot = await openPostgresSnapshot(db, { signal });
  await sql`insert into moth values (1)`.execute(db);
  expect(await snapshot.run(sql`select * from moth`)).toEqual([]);
});

test("cannot write", async () => {
  await using snapshot = await openPostgresSnapshot(db, { signal });
  await expect(snapshot.run(sql`insert into moth values (2)`)).rejects.toMatchObject({ code: "SOURCE_FAILED" });
});

test("a statement that takes too long ends it, and its connection is free and as before", async () => {
  const before = await settings();
  const snapshot = await openPostgresSnapshot(db, { signal, statementTimeoutMs: 50 });
  await expect(snapshot.run(sql`select pg_sleep(60)`)).rejects.toMatchObject({
    code: "SOURCE_FAILED",
    retryable: true,
  });
  await snapshot[Symbol.asyncDispose]();
  expect(pool.idleCount).toBe(pool.totalCount);
  expect(await settings()).toEqual(before);
});

test("finds what belongs to a page through indexes, where the server's own settings read a whole table", async () => {
  await sql`create table wing as select n as id, n / 2 as moth_id, 'scale' as note from generate_series(1, 50000) n`.execute(
    db,
  );
  await sql`create index on wing (moth_id)`.execute(db);
  await sql`analyze wing`.execute(db);
  const plan = sql<{ "QUERY PLAN": string }>`explain
    select w.note from (select generate_series(1, 5000, 10) as id) m join wing w on w.moth_id = m.id`;
  await using snapshot = await openPostgresSnapshot(db, { signal });
  const textOf = (rows: readonly { "QUERY PLAN": string }[]): string => rows.map((row) => row["QUERY PLAN"]).join();
  expect(textOf((await plan.execute(db)).rows)).toContain("Seq Scan on wing");
  expect(textOf(await snapshot.run(plan))).not.toContain("Seq Scan on wing");
});

test("statements asked for at once run one after another", async () => {
  await using snapshot = await openPostgresSnapshot(db, { signal });
  const numbers = [1, 2, 3].map((number) => snapshot.run(sql<{ n: number }>`select ${number}::int as n`));
  expect((await Promise.all(numbers)).flat()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test("is closed by disposal, in the middle of a statement too, as often as one likes", async () => {
  const snapshot = await openPostgresSnapshot(db, { signal });
  const sleeping = snapshot.run(sql`select pg_sleep(60)`);
  const refused = expect(sleeping).rejects.toMatchObject({ code: "SOURCE_FAILED" });
  await new Promise(setImmediate);
  await Promise.all([snapshot[Symbol.asyncDispose](), snapshot[Symbol.asyncDispose]()]);
  await refused;
  expect(pool.idleCount).toBe(pool.totalCount);
  await expect(snapshot.run(sql`select 1`)).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: false });
});

test("an abort while the pool has no connection rejects at once, and takes none later", async () => {
  const [first, second] = [await pool.connect(), await pool.connect()];
  const cancel = new AbortController();
  const opening = openPostgresSnapshot(db, { signal: cancel.signal });
  cancel.abort(new TypeError("enough"));
  await expect(opening).rejects.toThrow("enough");
  first.release();
  second.release();
  await pool.query("select 1");
  await using next = await openPostgresSnapshot(db, { signal });
  expect(await next.run(sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

async function settings(): Promise<unknown> {
  const names = sql`'statement_timeout', 'DateStyle', 'idle_in_transaction_session_timeout', 'random_page_cost'`;
  return (await sql`select name, setting from pg_settings where name in (${names})`.execute(db)).rows;
}
