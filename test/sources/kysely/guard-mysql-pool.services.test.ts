import { Kysely, MysqlDialect, sql } from "kysely";
import { createPool, type Pool } from "mysql2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardMysqlPool } from "../../../src/sources/kysely/guard-mysql-pool.js";
import { MARIADB_ABSENT, type MariadbServer, startMariadb } from "../../support/mariadb.js";

if (MARIADB_ABSENT !== null) console.warn(`MariaDB is skipped: ${MARIADB_ABSENT}.`);

describe.skipIf(MARIADB_ABSENT !== null)("a guarded pool of mysql2", () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const poolOf = (): Pool =>
    createPool({ host: "127.0.0.1", port: server.port, user: "root", database: "test", connectionLimit: 1 });
  const onPool = (pool: Pool, queryTimeoutMs: number): Kysely<{ numbers: { n: number } }> =>
    new Kysely({ dialect: new MysqlDialect({ pool: guardMysqlPool(pool, { queryTimeoutMs }) }) });

  test("needs a limit", async () => {
    const pool = poolOf();
    expect(() => guardMysqlPool(pool, { queryTimeoutMs: 0 })).toThrow(TypeError);
    expect(() => guardMysqlPool(pool, {} as never)).toThrow(TypeError);
    await pool.promise().end();
  });

  test("gives up a connection that left a query unanswered, and its place to another", async () => {
    await using db = onPool(poolOf(), 200);
    const connectionId = async () => (await sql<{ id: number }>`select connection_id() as id`.execute(db)).rows[0]?.id;
    const before = await connectionId();
    await expect(sql`select sleep(20)`.execute(db)).rejects.toThrow("timeout");
    expect(await connectionId()).not.toBe(before);
  });

  test("keeps a connection whose query the server refuses", async () => {
    await using db = onPool(poolOf(), 5_000);
    const connectionId = async () => (await sql<{ id: number }>`select connection_id() as id`.execute(db)).rows[0]?.id;
    const before = await connectionId();
    await expect(sql`select * from nowhere`.execute(db)).rejects.toThrow("nowhere");
    expect(await connectionId()).toBe(before);
  });

  test("hands streams and failures to connect through", async () => {
    {
      await using db = onPool(poolOf(), 5_000);
      await sql`create table numbers (n int)`.execute(db);
      await db
        .insertInto("numbers")
        .values([{ n: 1 }, { n: 2 }])
        .execute();
      const rows: unknown[] = [];
      for await (const row of db.selectFrom("numbers").selectAll().orderBy("n").stream()) rows.push({ ...row });
      expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
    }
    await using lost = onPool(
      createPool({ host: "127.0.0.1", port: server.port, user: "nobody", password: "wrong" }),
      5_000,
    );
    await expect(sql`select 1`.execute(lost)).rejects.toThrow("Access denied");
  });
});
