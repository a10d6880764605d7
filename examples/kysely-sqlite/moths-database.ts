import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql, SqliteDialect } from "kysely";
import Database from "libsql";

export interface Tables {
  station: { id: number; project_id: number; name: string };
  sighting: { id: number; station_id: number; seen_on: string; species: string | null };
}

// #region connect
const folder = mkdtempSync(join(tmpdir(), "vasculum-example-"));
const file = join(folder, "moths.db");

/** A file in WAL mode lets others write while an export reads. */
export function connect(): Kysely<Tables> {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

export const db = connect();
// #endregion

await sql`create table station (id integer primary key, project_id integer not null, name text not null)`.execute(db);
await sql`create table sighting (id integer primary key, station_id integer not null, seen_on text not null, species text)`.execute(
  db,
);
await db
  .insertInto("station")
  .values([
    { id: 1, project_id: 1, name: "Orchard" },
    { id: 2, project_id: 2, name: "Ridge" },
  ])
  .execute();
await db
  .insertInto("sighting")
  .values([
    { id: 100, station_id: 1, seen_on: "2023-06-18", species: "Noctua pronuba" },
    { id: 101, station_id: 1, seen_on: "2023-06-19", species: null },
    { id: 102, station_id: 2, seen_on: "2023-06-19", species: "Autographa gamma" },
    { id: 103, station_id: 1, seen_on: "2023-06-20", species: "Autographa gamma" },
  ])
  .execute();

export async function close(): Promise<void> {
  await db.destroy();
  rmSync(folder, { recursive: true });
}
