import { Kysely, SqliteDialect } from "kysely";
import Database from "libsql";
import { setting } from "./settings.js";
import type { Tables } from "./tables.js";

/** How long a write waits for another one, in milliseconds. */
const BUSY_MS = 10_000;

/** Opens the file. In WAL mode others write while an export reads. */
export function connect(): Kysely<Tables> {
  const database = new Database(setting("DATABASE_FILE"), { timeout: BUSY_MS });
  database.pragma("journal_mode = WAL");
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

/** A Kysely has one connection to SQLite, so a snapshot opens its own. */
export const ownConnection = { connect };
