import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DataSource } from "../../../src/contracts/data-source.js";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { collect } from "../../support/collect.js";
import { KINDS, type SourceDatabase } from "./source-databases.js";

/** Fails on each of the databases for the id 1, if it is worked out: an integer beyond 64 bits. */
const IMPOSSIBLE = sql<number>`abs(-9223372036854775807 - id)`;

async function rowsOf<Row, Query>(source: DataSource<Row, Query>, query = source.queryset()): Promise<readonly Row[]> {
  const signal = new AbortController().signal;
  await using snapshot = await source.open({ scope: { projectId: 1, userId: 1 }, signal, batchSize: 2 });
  const rows = (await collect(snapshot.batches(query))).flat();
  expect(await snapshot.count(query)).toBe(rows.length);
  return rows;
}

describe.each(KINDS)("$name", (kind) => {
  describe.skipIf(kind.absent !== null)("a source of which members were picked", () => {
    let database: SourceDatabase;
    beforeAll(async () => {
      database = await kind.open();
      await database.db
        .insertInto("moth")
        .values([1, 2, 3].map((id) => ({ id, project: 1, name: `moth ${id}` })))
        .execute();
      await database.db.insertInto("moth").values({ id: 4, project: 2, name: "moth 4" }).execute();
      await database.db
        .insertInto("sighting")
        .values([7, 8].map((id) => ({ id, moth_id: 2, place: `place ${id}` })))
        .execute();
    }, 60_000);
    afterAll(() => database[Symbol.asyncDispose]());

    /** Moths with a last column, which by default cannot be read, and what was asked of the relations. */
    function createMoths(last = IMPOSSIBLE) {
      const { db, connect } = database;
      const asked: string[] = [];
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("moth").select(["id", "project", "name"]).select(last.as("last")),
        key: ["id"],
        scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
        relations: {
          sightings: {
            query: (tables, rows) => {
              asked.push(`sightings of ${rows.map(({ id, name }) => `${id} ${name}`).join(", ")}`);
              const ids = rows.map(({ id }) => id);
              return tables
                .selectFrom("sighting")
                .select(["moth_id", "place"])
                .where("moth_id", "in", ids)
                .orderBy("id");
            },
            on: { moth_id: "id" },
          },
          neighbours: {
            query: (tables, rows) => {
              asked.push("neighbours");
              const projects = rows.map(({ project }) => project);
              return tables.selectFrom("moth").select("project").where("project", "in", projects).orderBy("id");
            },
            on: { project: "project" },
          },
        },
        ...(connect === undefined ? {} : { connect }),
      });
      return { source, asked };
    }

    /** What the pages of moths selected, once each. */
    async function selectedWhile(read: () => Promise<unknown>): Promise<readonly unknown[]> {
      const before = database.statements.length;
      await read();
      // MySQL and SQLite weigh a page before they read it.
      const isPage = (statement: string) => statement.includes(' order by "r".') && !statement.includes(" as bytes ");
      const pages = database.statements.slice(before).filter(isPage);
      // On PostgreSQL a page is read within a select of its own.
      return [...new Set(pages.map((statement) => /select "r".*? from /.exec(statement)?.[0]))];
    }

    test("selects their columns and the key, and gives rows of these members alone", async () => {
      const { source } = createMoths();
      const names = [{ name: "moth 1" }, { name: "moth 2" }, { name: "moth 3" }];
      const selected = await selectedWhile(async () => expect(await rowsOf(source.pick("name"))).toEqual(names));
      expect(selected).toEqual(['select "r"."id", "r"."name" from ']);
    });

    test("leaves what was not picked unread: columns are not worked out, relations not asked for", async () => {
      const { source, asked } = createMoths();
      await expect(rowsOf(source)).rejects.toMatchObject({ code: "SOURCE_FAILED" });
      await expect(rowsOf(source.pick("id", "last"))).rejects.toMatchObject({ code: "SOURCE_FAILED" });
      expect(await rowsOf(source.pick("id", "project"))).toHaveLength(3);
      expect(asked).toEqual([]);
    });

    test("shows a picked relation whole rows, whatever else was picked", async () => {
      const { source, asked } = createMoths(sql<number>`0`);
      const rows = await rowsOf(source.pick("sightings"), source.queryset().where("id", ">", 1));
      const places = [7, 8].map((id) => ({ moth_id: 2, place: `place ${id}` }));
      expect(rows).toEqual([{ sightings: places }, { sightings: [] }]);
      expect(asked).toEqual(["sightings of 2 moth 2, 3 moth 3"]);
    });

    test("keeps filters and scope on columns that were not picked, and can be narrowed further", async () => {
      const { source } = createMoths();
      const picked = source.pick("id", "name").pick("name");
      const query = picked.queryset().where((is) => is.or([is("id", "=", 2), is("project", "=", 2)]));
      expect(await rowsOf(picked, query)).toEqual([{ name: "moth 2" }]);
    });

    test("picks from selectAll, and keeps rows that only an unpicked column tells apart", async () => {
      const { db, connect } = database;
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("moth").selectAll().distinct(),
        key: ["id"],
        scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
        ...(connect === undefined ? {} : { connect }),
      });
      expect(await rowsOf(source.pick("project"))).toEqual([{ project: 1 }, { project: 1 }, { project: 1 }]);
    });

    test("refuses to pick nothing, or what there is not", () => {
      const { source } = createMoths();
      // @ts-expect-error at least one member
      expect(() => source.pick()).toThrow(TypeError);
      // @ts-expect-error no such member
      expect(() => source.pick("id", "wings")).toThrow(/"wings"/);
      // @ts-expect-error not picked before
      expect(() => source.pick("id").pick("name")).toThrow(TypeError);
    });
  });
});
