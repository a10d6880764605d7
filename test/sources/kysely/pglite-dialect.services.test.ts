import { Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { startPglite } from "../../support/pglite.js";

interface Tables {
  moth: { id: number; name: string };
}

let db: Kysely<Tables>;
beforeAll(async () => {
  db = new Kysely<Tables>({ dialect: createPgliteDialect({ pglite: await startPglite() }) });
  await sql`create table moth (id int primary key, name text not null)`.execute(db);
}, 60_000);
afterAll(async () => {
  await db.destroy();
});

test("tells how many rows a statement changed", async () => {
  await db
    .insertInto("moth")
    .values([
      { id: 1, name: "a" },
      { id: 2, name: "b" },
    ])
    .execute();
  expect((await db.updateTable("moth").set({ name: "c" }).executeTakeFirst()).numUpdatedRows).toBe(2n);
  expect((await db.deleteFrom("moth").where("id", "=", 1).executeTakeFirst()).numDeletedRows).toBe(1n);
  expect(await db.selectFrom("moth").selectAll().execute()).toEqual([{ id: 2, name: "c" }]);
});

test("others wait for a transaction, and see it whole or not at all", async () => {
  const transaction = await db.startTransaction().setIsolationLevel("repeatable read").execute();
  await transaction.insertInto("moth").values({ id: 3, name: "d" }).execute();
  const others = db.selectFrom("moth").select("id").where("id", "=", 3).execute();
  await transaction.rollback().execute();
  expect(await others).toEqual([]);
});

test("a read-only transaction refuses to write, and frees the connection", async () => {
  const writing = db
    .transaction()
    .setAccessMode("read only")
    .execute((transaction) => transaction.insertInto("moth").values({ id: 4, name: "e" }).execute());
  await expect(writing).rejects.toThrow("read-only");
  expect(await db.selectFrom("moth").select("id").where("id", "=", 4).execute()).toEqual([]);
});

test("has no streams, and says so", async () => {
  const reading = (async () => {
    for await (const _ of db.selectFrom("moth").selectAll().stream());
  })();
  await expect(reading).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
});
