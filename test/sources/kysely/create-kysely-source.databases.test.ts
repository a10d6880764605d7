import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DataSource } from "../../../src/contracts/data-source.js";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { dataSourceSuite } from "../../../src/testing/data-source-suite/data-source-suite.js";
import { collect } from "../../support/collect.js";
import { KINDS, type SourceDatabase, type Tables } from "./source-databases.js";

const SCOPE = { projectId: 1, userId: 1 };
const opening = { scope: SCOPE, signal: new AbortController().signal, batchSize: 2 };

/** The rows of a query, in order. */
async function rowsOf<Row, Query>(source: DataSource<Row, Query>, query: Query): Promise<readonly Row[]> {
  await using snapshot = await source.open(opening);
  const rows = (await collect(snapshot.batches(query))).flat();
  expect(await snapshot.count(query)).toBe(rows.length);
  return rows;
}

describe.each(KINDS)("$name", (kind) => {
  describe.skipIf(kind.absent !== null)("a Kysely source", () => {
    let database: SourceDatabase;
    beforeAll(async () => {
      database = await kind.open();
    }, 60_000);
    afterAll(async () => {
      await database[Symbol.asyncDispose]();
    });

    /** The moths of a table, of which only the scope's are given. */
    function mothsOf(table: "moth" | "loose") {
      const { db, connect } = database;
      return createKyselySource(db, {
        query: (tables) => tables.selectFrom(table).select(["id", "project", "name"]),
        key: ["id"],
        scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
        ...(connect === undefined ? {} : { connect }),
      });
    }

    async function fill(table: "moth" | "loose", rows: readonly Tables["moth"][]): Promise<void> {
      await database.db.deleteFrom(table).execute();
      await database.db.insertInto(table).values(rows).execute();
    }

    dataSourceSuite({
      test,
      create: async (rows) => {
        await fill("loose", rows);
        const source = mothsOf("loose");
        const write = async (row: Tables["moth"]): Promise<void> =>
          void (await database.db.insertInto("loose").values(row).execute());
        return kind.others ? { source, write } : { source };
      },
      narrow: (query, name) => query.where("name", "=", name),
      without: kind.others ? [] : ["write"],
    });

    describe("keeps its scope, whatever a filter does", () => {
      const MOTHS = [
        { id: 1, project: 1, name: "a" },
        { id: 2, project: 1, name: "b" },
        { id: 3, project: 2, name: "a" },
        { id: 4, project: 2, name: "b" },
      ];
      let source: ReturnType<typeof mothsOf>;
      beforeAll(async () => {
        await fill("moth", MOTHS);
        source = mothsOf("moth");
      });
      type Query = ReturnType<ReturnType<typeof mothsOf>["queryset"]>;

      test.each<[string, (query: Query) => Query, readonly number[]]>([
        ["where", (query) => query.where("name", "=", "a"), [1]],
        ["orWhere", (query) => query.where((is) => is.or([is("name", "=", "a"), is("project", "=", 2)])), [1]],
        ["or 1 = 1", (query) => query.where(({ lit, or }) => or([lit(true), lit(true)])), [1, 2]],
        ["clearWhere", (query) => query.where("id", "=", 0).clearWhere(), [1, 2]],
        ["clearWhere and another project", (query) => query.clearWhere().where("project", "=", 2), []],
        [
          "a condition on a subquery",
          (query) => query.where("id", "in", database.db.selectFrom("moth").select("id").where("name", "=", "b")),
          [2],
        ],
      ])("%s", async (_, filter, ids) => {
        expect((await rowsOf(source, filter(source.queryset()))).map(({ id }) => id)).toEqual(ids);
      });

      test.each<[string, (query: Query) => Query]>([
        [
          "clearSelect",
          (query) =>
            query
              .clearSelect()
              .select(["id", "name"])
              .select(({ lit }) => lit(1).as("project")),
        ],
        ["limit", (query) => query.limit(1)],
        ["offset", (query) => query.limit(1).offset(1)],
        ["orderBy", (query) => query.orderBy("name")],
        ["distinct", (query) => query.distinct()],
        ["groupBy", (query) => query.groupBy(["id", "project", "name"])],
        ["having", (query) => query.having("id", ">", 0)],
        ["union", (query) => query.union(query.clearWhere())],
        ["another query", () => database.db.selectFrom("moth").select(["id", "project", "name"]).forUpdate()],
      ])("%s is refused", async (_, filter) => {
        await using snapshot = await source.open(opening);
        const query = filter(source.queryset());
        await expect(snapshot.count(query)).rejects.toMatchObject({ code: "FILTER_FAILED" });
        await expect(collect(snapshot.batches(query))).rejects.toMatchObject({ code: "FILTER_FAILED" });
      });

      test("a condition of the query itself cannot be taken off either", async () => {
        const { db, connect } = database;
        const named = createKyselySource(db, {
          query: (tables) =>
            tables
              .selectFrom("moth")
              .selectAll()
              .where((is) => is.or([is("name", "=", "a"), is("name", "=", "c")])),
          key: ["id"],
          scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
          ...(connect === undefined ? {} : { connect }),
        });
        expect(await rowsOf(named, named.queryset())).toEqual([MOTHS[0]]);
        expect(await rowsOf(named, named.queryset().clearWhere())).toEqual([MOTHS[0]]);
      });

      const A_OR_B = sql<boolean>`name = 'a' or name = 'b'`;
      const NARROWINGS: Readonly<Record<string, (query: Query) => Query>> = {
        "a raw or": (query) => query.where(A_OR_B),
        "a raw or and one more condition": (query) => query.where(A_OR_B).where("id", ">", 1),
        clearWhere: (query) => query.clearWhere(),
        "another condition": (query) => query.where("id", "<", 2),
        nothing: (query) => query,
      };
      const places = Object.keys(NARROWINGS);
      const combinations = places.flatMap((own) =>
        places.flatMap((scope) => places.map((filter) => [own, scope, filter] as const)),
      );

      test("raw conditions of the query, of the scope and of a filter do not reach one another", async () => {
        const { db, connect } = database;
        for (const [own, scope, filter] of combinations) {
          const narrowest = createKyselySource(db, {
            query: (tables) => NARROWINGS[own]!(tables.selectFrom("moth").select(["id", "project", "name"])),
            key: ["id"],
            scope: (query, { projectId }) => NARROWINGS[scope]!(query).where("project", "=", Number(projectId)),
            ...(connect === undefined ? {} : { connect }),
          });
          const ids = (await rowsOf(narrowest, NARROWINGS[filter]!(narrowest.queryset()))).map(({ id }) => id);
          const all = [own, scope, filter];
          const lost = { 1: "a raw or and one more condition", 2: "another condition" } as const;
          const expected = ([1, 2] as const).filter((id) => !all.includes(lost[id]));
          expect(ids, all.join(", ")).toEqual(expected);
        }
      });

      test.each<[string, (query: Query) => Query]>([
        ["limit", (query) => query.limit(1)],
        ["a join", (query) => query.innerJoin("loose", "loose.id", "moth.id") as unknown as Query],
        ["another table", () => database.db.selectFrom("loose").select(["id", "project", "name"]) as unknown as Query],
      ])("a scope that gives the query %s is refused", async (_, scope) => {
        const { db, connect } = database;
        const other = createKyselySource(db, {
          query: (tables) => tables.selectFrom("moth").select(["moth.id", "moth.project", "moth.name"]),
          key: ["id"],
          scope,
          ...(connect === undefined ? {} : { connect }),
        });
        await expect(other.open(opening)).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: false });
      });
    });

    describe("gives the related rows of a row", () => {
      test("as lists in their order, one statement for a batch", async () => {
        await fill(
          "moth",
          [1, 2, 3, 4, 5].map((id) => ({ id, project: 1, name: `moth ${id}` })),
        );
        await database.db.deleteFrom("sighting").execute();
        const sightings = [9, 8, 7, 6, 5].map((id) => ({ id, moth_id: id % 2 === 0 ? 4 : 1, place: `place ${id}` }));
        await database.db.insertInto("sighting").values(sightings).execute();
        const asked: number[] = [];
        const { db, connect } = database;
        const source = createKyselySource(db, {
          query: (tables) => tables.selectFrom("moth").select(["id", "name"]),
          key: ["id"],
          scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
          relations: {
            sightings: {
              query: (tables, rows) => {
                asked.push(rows.length);
                return tables
                  .selectFrom("sighting")
                  .select(["moth_id", "place"])
                  .where(
                    "moth_id",
                    "in",
                    rows.map(({ id }) => id),
                  )
                  .orderBy("id");
              },
              on: { moth_id: "id" },
            },
          },
          ...(connect === undefined ? {} : { connect }),
        });
        const places = (await rowsOf(source, source.queryset())).map((row) => row.sightings.map(({ place }) => place));
        expect(places).toEqual([["place 5", "place 7", "place 9"], [], [], ["place 6", "place 8"], []]);
        expect(asked).toEqual([2, 2, 1]);
      });

      test("and refuses a relation without an order", async () => {
        const { db, connect } = database;
        const source = createKyselySource(db, {
          query: (tables) => tables.selectFrom("moth").select("id"),
          key: ["id"],
          scope: (query) => query,
          relations: {
            sightings: { query: (tables) => tables.selectFrom("sighting").select("moth_id"), on: { moth_id: "id" } },
          },
          ...(connect === undefined ? {} : { connect }),
        });
        await expect(rowsOf(source, source.queryset())).rejects.toMatchObject({
          code: "SOURCE_FAILED",
          retryable: false,
        });
      });
    });
  });
});
