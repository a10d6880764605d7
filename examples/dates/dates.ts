/** Dates and times from a database of one's own to the cells of a file: the column decides, and no clock of a machine does. */
import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, sql } from "kysely";
import { createRowExporter, csv } from "vasculum";
import { createKyselySource, createPgliteDialect, type RowOf } from "vasculum/kysely";
import { testExporter } from "vasculum/testing";

interface Tables {
  sighting: { id: number; day: string; wall: string; seen_at: Date };
}

const pglite = await PGlite.create();
await pglite.exec(`
  create table sighting (id int primary key, day date, wall timestamp, seen_at timestamptz);
  insert into sighting values (1, '2023-06-18', '2023-06-18 22:42:20.5', '2023-06-18 22:42:20.123456+02');
`);
const db = new Kysely<Tables>({ dialect: createPgliteDialect({ pglite }) });

// #region dates
const source = createKyselySource(db, {
  query: (tables) =>
    tables
      .selectFrom("sighting")
      .select(["id", "day", "wall", "seen_at"])
      // The zone is written into the query, where the file shall have local times of one place:
      .select(sql<string>`to_char(seen_at at time zone 'Europe/Berlin', 'YYYY-MM-DD"T"HH24:MI')`.as("berlin")),
  key: ["id"],
  scope: (query) => query,
});
const column = <Name extends keyof RowOf<typeof source>>(name: Name) => {
  return { name, value: (row: RowOf<typeof source>) => row[name] };
};
const columns = [column("day"), column("wall"), column("seen_at"), column("berlin")];
const { text } = await testExporter(createRowExporter({ source, format: csv(columns) }));
assert.equal(
  text,
  "day,wall,seen_at,berlin\r\n" +
    "2023-06-18,2023-06-18T22:42:20.5,2023-06-18T20:42:20.123456+00:00,2023-06-18T22:42\r\n",
);
// #endregion
await db.destroy();
