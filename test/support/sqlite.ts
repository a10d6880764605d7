import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";

/** A SQLite file of a test's own, in WAL mode. */
export interface SqliteFile extends AsyncDisposable {
  readonly path: string;
  /** Opens it once more, as another process would; whoever asks closes it. */
  open(): Database.Database;
}

export async function createSqliteFile(): Promise<SqliteFile> {
  const folder = await mkdtemp(join(tmpdir(), "vasculum-sqlite-"));
  const path = join(folder, "exports.db");
  const open = () => {
    const database = new Database(path, { timeout: 10_000 });
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = OFF");
    return database;
  };
  return { path, open, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** An empty database in memory; whoever asks closes it. */
export function openSqliteMemory(): Database.Database {
  return new Database(":memory:");
}
