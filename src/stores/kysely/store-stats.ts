import { type Kysely, sql } from "kysely";
import type { StoreStats } from "../../contracts/export-store.js";
import type { ExportRow, Stored } from "./export-row.js";
import { isJsonObject, parseJson } from "./member-reader.js";
import type { Sql } from "./table-names.js";

/** Few enough to read whenever a monitor asks. */
const MOST_FAILURES = 1_000;

/** Counts the exports of a table; of those that failed, the newest thousand. `now` is the database's time in milliseconds. */
export async function storeStats<DB>(db: Kysely<DB>, table: Sql, now: Sql): Promise<StoreStats> {
  type Counted = { readonly status: string; readonly exports: Stored; readonly oldest: Stored };
  const counted = await sql<Counted>`
    select status, count(*) as exports, min(created_at) as oldest from ${table}
    where deleted = 0 and status in ('pending', 'running') group by status`.execute(db);
  const clock = await sql<{ readonly now: Stored }>`select ${now} as now`.execute(db);
  const failed = await sql<Pick<ExportRow, "document">>`
    select document from ${table} where deleted = 0 and status = 'failed' order by id desc limit ${MOST_FAILURES}`.execute(
    db,
  );
  const withStatus = (status: string) => counted.rows.find((row) => row.status === status);
  const oldest = withStatus("pending")?.oldest;
  return {
    now: isoTime(clock.rows[0]?.now),
    pending: Number(withStatus("pending")?.exports ?? 0),
    running: Number(withStatus("running")?.exports ?? 0),
    oldestPendingAt: oldest === undefined ? null : isoTime(oldest),
    failures: countCodes(failed.rows.map(({ document }) => codeOf(document))),
  };
}

function codeOf(document: string): string {
  const parsed = parseJson(document);
  const error = isJsonObject(parsed) ? parsed.error : null;
  return isJsonObject(error) && typeof error.code === "string" ? error.code : "STORE_RECORD_DAMAGED";
}

function countCodes(codes: readonly string[]): StoreStats["failures"] {
  const failures: Record<string, number> = {};
  for (const code of codes) failures[code] = (failures[code] ?? 0) + 1;
  return failures;
}

/** A time that no date can be is no reason to fail: then it is the first of all. */
function isoTime(stored: Stored | undefined): string {
  const time = new Date(Number(stored));
  return Number.isNaN(time.getTime()) ? new Date(0).toISOString() : time.toISOString();
}
