import type { Kysely, RawBuilder } from "kysely";
import { POSTGRES } from "./snapshot-dialect.js";
import { snapshotDefaults, type SnapshotOptions } from "./snapshot-options.js";
import { openSourceSnapshot, type SourceSnapshot } from "./source-snapshot.js";

/** One consistent, read-only view of a PostgreSQL database, on connections of its own. */
export type PostgresSnapshot = SourceSnapshot;

/**
 * Begins a transaction `REPEATABLE READ READ ONLY`, whose first statement fixes what all see. Settings are local to the
 * transaction: limits; all that would change text, order or row counts; the cost of an index look-up. At the server's
 * default, the tables of a middling project are read from end to end for every page. The host's Kysely plugins are left
 * out.
 *
 * @throws ExportError `SOURCE_FAILED` when no connection is to be had within 30 s.
 */
export function openPostgresSnapshot<DB>(
  db: Kysely<DB>,
  {
    signal,
    prelude = [],
    ...options
  }: Omit<SnapshotOptions, "session"> & {
    readonly signal: AbortSignal;
    readonly prelude?: readonly RawBuilder<unknown>[];
  },
): Promise<PostgresSnapshot> {
  const { session: _none, ...limits } = snapshotDefaults(options);
  return openSourceSnapshot(db.withoutPlugins(), { ...limits, prelude, signal, dialect: POSTGRES });
}
