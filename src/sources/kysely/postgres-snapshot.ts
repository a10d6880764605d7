import type { Kysely } from "kysely";
import { POSTGRES } from "./snapshot-engine.js";
import { openSourceSnapshot, type SourceSnapshot, type SourceSnapshotOptions } from "./source-snapshot.js";

/** What a snapshot of a PostgreSQL database is opened with. */
export interface PostgresSnapshotOptions extends Pick<SourceSnapshotOptions, "signal"> {
  /** The server ends a statement that takes longer, in ms; by default 25,000. An answer that is 5 s later still counts as lost. */
  readonly statementTimeoutMs?: number;
  /** The server ends the snapshot when nothing was asked of it for so long, in ms; by default 300,000. */
  readonly idleTimeoutMs?: number;
}

/** One consistent, read-only view of a PostgreSQL database, on a connection of its own. */
export type PostgresSnapshot = SourceSnapshot;

/**
 * Begins a transaction `REPEATABLE READ READ ONLY`, whose first statement fixes what all see. Settings are local to the
 * transaction: limits, and a form of text that loses nothing. The host's Kysely plugins are left out.
 *
 * @throws ExportError `SOURCE_FAILED` when no connection is to be had within 30 s.
 */
export function openPostgresSnapshot<DB>(db: Kysely<DB>, options: PostgresSnapshotOptions): Promise<PostgresSnapshot> {
  return openSourceSnapshot(db.withoutPlugins(), { ...options, engine: POSTGRES });
}
