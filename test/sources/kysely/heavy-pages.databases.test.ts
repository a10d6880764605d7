import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { collect } from "../../support/collect.js";
import { KINDS, type SourceDatabase } from "./source-databases.js";

type Heavy = {
  heavy: { id: number; body: string | null };
};

const OPEN = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 500 };
const MEGABYTE = "x".repeat(1000 * 1024);
/** As many rows of a megabyte as fit into the bytes of a page, and the one that begins the next. */
const FITTING = 9;

describe.each(KINDS)("$name", ({ name, absent, open }) => {
  describe.skipIf(absent !== null)("pages of rows of which some are large", () => {
    let database: SourceDatabase;
    beforeAll(async () => {
      database = await open();
      const type = sql.raw(name === "MariaDB" ? "longtext" : "text");
      await sql`create table heavy (id int primary key, body ${type})`.execute(database.db);
    });
    afterAll(() => database[Symbol.asyncDispose]());

    async function readPages(bodies: readonly (string | null)[]) {
      const db = database.db.withTables<Heavy>();
      await db.deleteFrom("heavy").execute();
      const rows = bodies.map((body, index) => ({ id: index + 1, body }));
      for (let at = 0; at < rows.length; at += 10) {
        const values = rows.slice(at, at + 10);
        await db.insertInto("heavy").values(values).execute();
      }
      const source = createKyselySource((database.connect?.() ?? database.db).withTables<Heavy>(), {
        query: (tables) => tables.selectFrom("heavy").select(["id", "body"]),
        key: ["id"],
        scope: (query) => query,
      });
      await using snapshot = await source.open(OPEN);
      const pages = await collect(snapshot.batches(source.queryset()));
      expect(pages.flat().map(({ id }) => id)).toEqual(bodies.map((_, index) => index + 1));
      return pages;
    }

    const large = (rows: readonly { body: string | null }[]) => rows.filter(({ body }) => body === MEGABYTE).length;
    const light = (rows: number) => Array.from({ length: rows }, () => null);
    const heavy = (rows: number) => Array.from({ length: rows }, () => MEGABYTE);

    test("hold no more large rows than fit, whatever came before them", async () => {
      const pages = await readPages([...light(1_000), ...heavy(30), ...light(700), ...heavy(12)]);
      expect(Math.max(...pages.map(large))).toBeLessThanOrEqual(FITTING);
      expect(Math.max(...pages.map(({ length }) => length))).toBe(500);
    });

    test("are whole where all rows are light, and their last has all that are left", async () => {
      const pages = await readPages(light(1_000));
      expect(pages.map(({ length }) => length)).toEqual([16, 64, 256, 500, 164]);
    });
  });
});
