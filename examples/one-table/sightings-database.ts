import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql, SqliteDialect } from "kysely";
import Database from "libsql";

export interface Tables {
  sighting: { id: number; club_id: number; day: string; species: string; latitude: number; longitude: number };
}

const folder = mkdtempSync(join(tmpdir(), "vasculum-example-"));

export function connect(): Kysely<Tables> {
  const database = new Database(join(folder, "sightings.db"));
  database.pragma("journal_mode = WAL");
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

export const db = connect();
await sql`create table sighting
  (id integer primary key, club_id integer, day text, species text, latitude real, longitude real)`.execute(db);
await db
  .insertInto("sighting")
  .values([
    { id: 1, club_id: 1, day: "2024-06-18", species: "Aglais io", latitude: 47.25, longitude: 8.5 },
    { id: 2, club_id: 1, day: "2024-07-02", species: "Vanessa cardui", latitude: 47.25, longitude: 8.5 },
    { id: 3, club_id: 2, day: "2024-07-02", species: "Pieris rapae", latitude: 1, longitude: 1 },
  ])
  .execute();

export async function close(): Promise<void> {
  await db.destroy();
  rmSync(folder, { recursive: true });
}
