import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

function guarded(config: pg.PoolConfig): { readonly pool: pg.Pool; readonly db: Kysely<unknown> } {
  const pool = database.pool(config);
  return { pool, db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) }) };
}

test.each([
  ["keepAlive", { query_timeout: 1_000 }],
  ["query_timeout", { keepAlive: true }],
  ["query_timeout", { keepAlive: true, query_timeout: 0 }],
  ["connectionTimeoutMillis", { keepAlive: true, query_timeout: 1_000 }],
])("refuses a pool without %s", async (option, config: pg.PoolConfig) => {
  const pool = new pg.Pool(config);
  expect(() => guardPool(pool)).toThrow(option);
  await pool.end();
});

test("names every missing option at once", async () => {
  const pool = new pg.Pool({});
  const missing = "keepAlive: true; query_timeout, in milliseconds; connectionTimeoutMillis, in milliseconds";
  expect(() => guardPool(pool)).toThrow(new TypeError(`The pool needs these options: ${missing}.`));
  await pool.end();
});

test("refuses a pool that has connections already", async () => {
  const pool = database.pool();
  await pool.query("select 1");
  expect(() => guardPool(pool)).toThrow(TypeError);
});

test("a connection lost between two queries fails the second and not the process", async () => {
  const { pool, db } = guarded({ max: 1 });
  const other = database.pool({ max: 1 });
  const lost = db.connection().execute(async (connection) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
    await other.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await vi.waitFor(async () => await expect(sql`select 1`.execute(connection)).rejects.toThrow());
  });
  await lost;
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  expect(pool.totalCount).toBe(1);
});

test("a connection that left a query unanswered is not used again", async () => {
  const { pool, db } = guarded({ max: 1, query_timeout: 100 });
  await expect(sql`select pg_sleep(60)`.execute(db)).rejects.toThrow("timeout");
  expect(pool.totalCount).toBe(0);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test("a connection that the server ended with its answer is not used again", async () => {
  const { pool, db } = guarded({ max: 1 });
  const ended = db.connection().execute(async (connection) => {
    for (const statement of ["set transaction_timeout = '50ms'", "begin", "select pg_sleep(60)"])
      await sql.raw(statement).execute(connection);
  });
  await expect(ended).rejects.toMatchObject({ code: "25P04" });
  expect(pool.totalCount).toBe(0);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test("a server that accepts a connection and never answers takes no place of the pool for longer than is allowed", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const { pool, db } = guarded({
    max: 1,
    connectionString: `postgres://nobody@127.0.0.1:${port}/nothing`,
    connectionTimeoutMillis: 100,
  });
  await expect(sql`select 1`.execute(db)).rejects.toThrow("timeout");
  expect(pool.totalCount).toBe(0);
  silent.close();
});

test("a query that the server refuses costs no connection", async () => {
  const { pool, db } = guarded({ max: 1 });
  await expect(sql`select from nowhere`.execute(db)).rejects.toThrow("nowhere");
  expect(pool.totalCount).toBe(1);
});
