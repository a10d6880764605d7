/** Counts by night and station, newest night first, each with its images: an order key of two columns, and a relation. */
import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, sql } from "kysely";
import { createKyselySource, createPgliteDialect } from "vasculum/kysely";

interface Tables {
  count: { project: string; night: string; station: string; moths: number };
  image: { station: string; night: string; path: string };
}

await using db = new Kysely<Tables>({ dialect: createPgliteDialect({ pglite: await PGlite.create() }) });
await sql`create table count (project text, night text, station text, moths int, primary key (project, night, station))`.execute(
  db,
);
await sql`create table image (path text primary key, night text, station text)`.execute(db);
await sql`
  insert into count values
    ('ridge', '2023-06-18', 'Orchard', 112), ('ridge', '2023-06-18', 'Quarry', 87),
    ('ridge', '2023-06-19', 'Orchard', 64), ('marsh', '2023-06-19', 'Pond', 9)`.execute(db);
await sql`insert into image values ('a.jpg', '2023-06-18', 'Quarry'), ('b.jpg', '2023-06-18', 'Quarry')`.execute(db);

// #region source
const source = createKyselySource(db, {
  query: (tables) => tables.selectFrom("count").select(["night", "station", "moths"]),
  key: [{ desc: "night" }, { desc: "station" }],
  scope: (query, { projectId }) => query.where("project", "=", String(projectId)),
  relations: {
    images: {
      query: (tables, rows) =>
        tables
          .selectFrom("image")
          .selectAll()
          .where(({ eb, refTuple, tuple }) =>
            eb(
              refTuple("night", "station"),
              "in",
              rows.map(({ night, station }) => tuple(night, station)),
            ),
          )
          .orderBy("path"),
      on: { night: "night", station: "station" },
    },
  },
});
// #endregion

const scope = { projectId: "ridge", userId: 1 };
await using snapshot = await source.open({ scope, signal: new AbortController().signal, batchSize: 2 });
const lines: string[] = [];
for await (const batch of snapshot.batches(source.queryset())) {
  for (const { night, station, moths, images } of batch)
    lines.push(`${night} ${station} ${moths} [${images.map(({ path }) => path).join()}]`);
}
assert.deepEqual(lines, [
  "2023-06-19 Orchard 64 []",
  "2023-06-18 Quarry 87 [a.jpg,b.jpg]",
  "2023-06-18 Orchard 112 []",
]);
assert.equal(await snapshot.count(source.queryset()), 3);
