import type { RawBuilder } from "kysely";
import type { Scope } from "../../contracts/scope.js";

/**
 * The most rows of a batch. A relation asks for a batch by its values. Those of three columns fit into a statement's
 * parameters: 32,766 on SQLite (sqlite.org/limits.html §9), 65,535 on PostgreSQL and MySQL.
 */
export const MOST_ROWS = 10_000;

/** The use that a source makes of connections for its snapshots. */
export interface SnapshotOptions {
  /**
   * The server ends a statement that takes longer, in ms; by default 25,000. An answer that is 5 s later still counts as lost. SQLite runs
   * in this process, and has no such limit.
   */
  readonly statementTimeoutMs?: number;
  /** PostgreSQL ends a snapshot when nothing was asked of it for so long, in ms; by default 300,000. */
  readonly idleTimeoutMs?: number;
  /**
   * The number of further connections that a snapshot of PostgreSQL may read on at once, all of one view; by default 1.
   * The pool is asked for one when a statement has to wait. Where it has none within a second, the snapshot goes on
   * without it. Set 0 for servers and poolers that cannot share a view (`pg_export_snapshot`).
   */
  readonly extraReaders?: number;
  /**
   * Gives statements that run at the start of every session of a snapshot, in its read-only transaction, before anything of the host's is
   * read; by default none. For row-level security, whose policies read a variable:
   * `session: ({ projectId }) => [sql\`select set_config('app.project', ${String(projectId)}, true)\`]`. They run after the library's own
   * settings, and may set others.
   *
   * On PostgreSQL set with `set local`, or with true as the third argument of `set_config`: what they set otherwise stays on a connection
   * that others get from the pool. On MySQL and SQLite everything but the library's own settings stays: give the source a `connect`.
   */
  readonly session?: (scope: Scope) => readonly RawBuilder<unknown>[];
}

/**
 * The options with their defaults.
 *
 * @throws TypeError when one is not a whole number, or a limit is not more than 0; when `session` is not a function.
 */
export function snapshotDefaults(options: SnapshotOptions): Required<SnapshotOptions> {
  const { statementTimeoutMs = 25_000, idleTimeoutMs = 300_000, extraReaders = 1, session = () => [] } = options;
  if (typeof session !== "function") throw new TypeError("session must be a function.");
  if (!(Number.isInteger(extraReaders) && extraReaders >= 0))
    throw new TypeError("extraReaders must be a whole number, 0 or more.");
  for (const [name, ms] of Object.entries({ statementTimeoutMs, idleTimeoutMs })) {
    if (!(Number.isInteger(ms) && ms > 0))
      throw new TypeError(`${name} must be a whole number of milliseconds, more than 0.`);
  }
  return { statementTimeoutMs, idleTimeoutMs, extraReaders, session };
}
