import type { Generated, Kysely, SelectQueryBuilder } from "kysely";
import { expectTypeOf, test } from "vitest";
import type { DataSource } from "../../../src/contracts/data-source.js";
import type { FilterBackend } from "../../../src/contracts/filter-backend.js";
import { BaseExporter } from "../../../src/core/exporters/base-exporter.js";
import { csv } from "../../../src/formats/csv.js";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import type { QueryOf, RowOf } from "../../../src/sources/kysely/kysely-source.js";

interface Tables {
  moth: { id: Generated<number>; project: number; name: string | null; night: string };
  sighting: { id: number; moth_id: number; place: string | null };
}

declare const db: Kysely<Tables>;
declare const mothQuery: SelectQueryBuilder<Tables, "moth", { id: number; name: string | null; night: string }>;
const scope = <Query>(query: Query): Query => query;

test("rows are the query's, and filters take its builder", () => {
  const source = createKyselySource(db, {
    query: (tables) => tables.selectFrom("moth").select(["id", "name", "night as evening"]),
    key: [{ desc: "evening" }, "id"],
    scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
  });
  type Query = SelectQueryBuilder<Tables, "moth", { id: number; name: string | null; evening: string }>;
  expectTypeOf(source.queryset()).toEqualTypeOf<Query>();
  expectTypeOf(source).toExtend<
    DataSource<{ readonly id: number; readonly name: string | null; readonly evening: string }, Query>
  >();
  expectTypeOf<FilterBackend<ReturnType<typeof source.queryset>>["apply"]>().parameter(0).toEqualTypeOf<Query>();
});

test("related rows are lists of their own query's rows", async () => {
  const source = createKyselySource(db, {
    query: () => mothQuery,
    key: ["id"],
    scope,
    relations: {
      sightings: {
        query: (tables, rows) =>
          tables
            .selectFrom("sighting")
            .select(["moth_id", "place"])
            .where(
              "moth_id",
              "in",
              rows.map(({ id }) => id),
            )
            .orderBy("id"),
        on: { moth_id: "id" },
      },
    },
  });
  const snapshot = await source.open({
    scope: { projectId: 1, userId: 1 },
    signal: new AbortController().signal,
    batchSize: 1,
  });
  for await (const [row] of snapshot.batches(source.queryset())) {
    expectTypeOf(row!.name).toEqualTypeOf<string | null>();
    expectTypeOf(row!.sightings).toEqualTypeOf<readonly { moth_id: number; place: string | null }[]>();
  }
});

test("rows of a picked source have the picked members alone, and its query stays", () => {
  const source = createKyselySource(db, {
    query: () => mothQuery,
    key: ["id"],
    scope,
    relations: {
      sightings: {
        query: (tables) => tables.selectFrom("sighting").select(["moth_id", "place"]).orderBy("id"),
        on: { moth_id: "id" },
      },
    },
  });
  const picked = source.pick("name", "sightings");
  type Sightings = readonly { moth_id: number; place: string | null }[];
  expectTypeOf<RowOf<typeof picked>>().toEqualTypeOf<{ readonly name: string | null; readonly sightings: Sightings }>();
  expectTypeOf<QueryOf<typeof picked>>().toEqualTypeOf<QueryOf<typeof source>>();
  // @ts-expect-error the rows have no such member
  source.pick("place");
  // @ts-expect-error it was not picked before
  picked.pick("night");
  // @ts-expect-error at least one member
  source.pick();
});

test("an exporter of a picked source cannot read what was not picked", () => {
  const names = createKyselySource(db, { query: () => mothQuery, key: ["id"], scope }).pick("name");
  abstract class Names extends BaseExporter<RowOf<typeof names>, QueryOf<typeof names>> {
    getSource() {
      return names;
    }
  }
  expectTypeOf<Names["encode"]>()
    .parameter(0)
    .toEqualTypeOf<AsyncIterable<readonly { readonly name: string | null }[]>>();
  csv<RowOf<typeof names>>([
    { name: "name", value: ({ name }) => name },
    // @ts-expect-error the night was not picked
    { name: "night", value: ({ night }) => night },
  ]);
});

interface Places {
  plot: {
    id: number;
    project: number;
    seen_at: Date | null;
    times: Date[];
    lasted: { toISOString(): string };
    price: number;
  };
  photo: { id: number; plot_id: number; taken_at: Date; url: string };
}

declare const places: Kysely<Places>;

test("times are text in rows, in related rows, and in rows of the host's own queries; what is inexact stays", async () => {
  const source = createKyselySource(places, {
    query: (tables) => tables.selectFrom("plot").select(["id", "seen_at", "times", "lasted", "price"]),
    key: ["id"],
    scope: (query, { projectId }) => query.where("project", "=", Number(projectId)),
    inexact: ["price", "lasted"],
    relations: {
      photos: {
        query: (tables, rows) => {
          expectTypeOf(rows[0]!.seen_at).toEqualTypeOf<string | null>();
          const ids = rows.map(({ id }) => id);
          return tables.selectFrom("photo").select(["plot_id", "taken_at"]).where("plot_id", "in", ids).orderBy("id");
        },
        on: { plot_id: "id" },
      },
    },
  });
  type Row = RowOf<typeof source>;
  expectTypeOf<Row["seen_at"]>().toEqualTypeOf<string | null>();
  expectTypeOf<Row["times"]>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Row["lasted"]>().toEqualTypeOf<{ toISOString(): string }>();
  expectTypeOf<Row["price"]>().toEqualTypeOf<number>();
  expectTypeOf<Row["photos"]>().toEqualTypeOf<readonly { plot_id: number; taken_at: string }[]>();
  const snapshot = await source.open({
    scope: { projectId: 1, userId: 1 },
    signal: new AbortController().signal,
    batchSize: 1,
  });
  const [photo] = await snapshot.select((tables) => tables.selectFrom("photo").select("taken_at"));
  expectTypeOf(photo!.taken_at).toEqualTypeOf<string>();
});

test("inexact names columns and relations, beside relations that are written inline", () => {
  const common = { query: () => mothQuery, key: ["id"], scope } as const;
  const relations = {
    sightings: {
      query: (tables: Kysely<Tables>) => tables.selectFrom("sighting").select("moth_id").orderBy("id"),
      on: { moth_id: "id" },
    },
  };
  createKyselySource(db, { ...common, inexact: ["night", "sightings"], relations });
  createKyselySource(db, {
    ...common,
    inexact: ["night", "sightings"],
    relations: {
      sightings: {
        query: (tables, rows) =>
          tables
            .selectFrom("sighting")
            .select("moth_id")
            .where(
              "moth_id",
              "in",
              rows.map(({ id }) => id),
            )
            .orderBy("id"),
        on: { moth_id: "id" },
      },
    },
  });
  // @ts-expect-error the rows have no such member
  createKyselySource(db, { query: () => mothQuery, key: ["id"], scope, inexact: ["wings"] });
});

test("a key that is empty, not selected or may be null is refused", () => {
  // @ts-expect-error a key has at least one column
  createKyselySource(db, { query: () => mothQuery, key: [], scope });
  // @ts-expect-error the query does not select it
  createKyselySource(db, { query: () => mothQuery, key: ["project"], scope });
  // @ts-expect-error it may be null
  createKyselySource(db, { query: () => mothQuery, key: ["name"], scope });
  // @ts-expect-error one of them may be null
  createKyselySource(db, { query: () => mothQuery, key: ["id", { desc: "name" }], scope });
  // @ts-expect-error a source needs a key
  createKyselySource(db, { query: () => mothQuery, scope });
  // @ts-expect-error a source needs a scope
  createKyselySource(db, { query: () => mothQuery, key: ["id"] });
});
