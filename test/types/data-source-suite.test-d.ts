import type { Kysely } from "kysely";
import { expectTypeOf, test } from "vitest";
import { createMemorySource, type MemoryQuery } from "../../src/index.js";
import { createKyselySource } from "../../src/kysely.js";
import { dataSourceSuite, type DataSourceRow } from "../../src/testing.js";

interface Tables {
  moth: DataSourceRow;
}
declare const db: Kysely<Tables>;

const inScope = ({ project }: DataSourceRow, { projectId }: { projectId: unknown }) => project === projectId;

test("the suite infers the types of rows and queries from the source", () => {
  dataSourceSuite({
    test,
    create: (rows) => ({ source: createMemorySource(rows, { key: ({ id }) => id, inScope }) }),
    narrow: (query, name) => {
      expectTypeOf(query).toEqualTypeOf<MemoryQuery<DataSourceRow>>();
      return (row) => query(row) && row.name === name;
    },
  });
});

test("the suite infers the query of a Kysely source", () => {
  dataSourceSuite({
    test,
    without: ["write"],
    create: async (rows) => {
      await db.insertInto("moth").values(rows).execute();
      const source = createKyselySource(db, {
        query: (tables) => tables.selectFrom("moth").select(["id", "project", "name"]),
        key: ["id"],
        scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
      });
      return { source };
    },
    // @ts-expect-error there is no such column
    narrow: (query, name) => query.where("nam", "=", name),
  });
});

test("rows of another shape must be read back", () => {
  const create = (rows: readonly DataSourceRow[]) => ({
    source: createMemorySource(
      rows.map(({ id, project, name }) => ({ key: id, project, title: name })),
      { key: ({ key }) => key, inScope: ({ project }, { projectId }) => project === projectId },
    ),
  });
  dataSourceSuite({
    test,
    create,
    narrow: (query, name) => (row) => query(row) && row.title === name,
    toRow: ({ key, project, title }) => ({ id: key, project, name: title }),
  });
  // @ts-expect-error nothing says how
  dataSourceSuite({ test, create, narrow: (query) => query });
});
