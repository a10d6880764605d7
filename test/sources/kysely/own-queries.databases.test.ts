import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { collect } from "../../support/collect.js";
import { KINDS, type SourceDatabase } from "./source-databases.js";

describe.each(KINDS)("$name", (kind) => {
  describe.skipIf(kind.absent !== null)("a snapshot asked for more than the source's rows", () => {
    let database: SourceDatabase;
    beforeAll(async () => {
      database = await kind.open();
      await database.db
        .insertInto("moth")
        .values([1, 2, 3, 4, 5].map((id) => ({ id, project: 1, name: `moth ${id}` })))
        .execute();
    }, 60_000);
    afterAll(() => database[Symbol.asyncDispose]());

    function openSnapshot() {
      const { db, connect } = database;
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("moth").select(["id", "name"]),
        key: ["id"],
        scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
        ...(connect === undefined ? {} : { connect }),
      });
      const signal = new AbortController().signal;
      return source.open({ scope: { projectId: 1, userId: 1 }, signal, batchSize: 2 });
    }

    test("gives the rows of a query of the host's own at once, with their types", async () => {
      await using snapshot = await openSnapshot();
      const rows = await snapshot.select((tables) =>
        tables.selectFrom("moth").select("name").where("id", "<", 3).orderBy("id"),
      );
      const names: readonly string[] = rows.map(({ name }) => name);
      expect(names).toEqual(["moth 1", "moth 2"]);
    });

    test("gives the rows of a query of the host's own in pages of the batch size, in the order of its key", async () => {
      await using snapshot = await openSnapshot();
      const pages = snapshot.pages((tables) => tables.selectFrom("moth").select(["id", "name"]), [{ desc: "id" }]);
      const read = await collect(pages);
      expect(read.map((page) => page.map(({ id }) => Number(id)))).toEqual([[5, 4], [3, 2], [1]]);
    });

    test("refuses a key that repeats in such pages", async () => {
      await using snapshot = await openSnapshot();
      const pages = snapshot.pages((tables) => tables.selectFrom("moth").select("project"), ["project"]);
      await expect(collect(pages)).rejects.toMatchObject({ code: "SOURCE_ORDER_NOT_UNIQUE" });
    });
  });
});
