/** How a source uses the connections of its snapshots. */
export interface SnapshotOptions {
  /**
   * The server ends a statement that takes longer, in ms; by default 25,000. An answer that is 5 s later still counts as lost. SQLite runs
   * in this process, and has no such limit.
   */
  readonly statementTimeoutMs?: number;
  /** PostgreSQL ends a snapshot when nothing was asked of it for so long, in ms; by default 300,000. */
  readonly idleTimeoutMs?: number;
  /**
   * How many more connections a snapshot of PostgreSQL may read on at once, all of one view; by default 1. Each is asked for when a
   * statement has to wait, and done without when the pool has none within a second. 0 for servers and poolers that cannot share a view
   * (`pg_export_snapshot`).
   */
  readonly extraReaders?: number;
}

/**
 * The options with their defaults.
 *
 * @throws TypeError when one is not a whole number, or a limit is not more than 0.
 */
export function snapshotDefaults(options: SnapshotOptions): Required<SnapshotOptions> {
  const { statementTimeoutMs = 25_000, idleTimeoutMs = 300_000, extraReaders = 1 } = options;
  if (!(Number.isInteger(extraReaders) && extraReaders >= 0)) throw new TypeError("extraReaders must be a whole number, 0 or more.");
  for (const [name, ms] of Object.entries({ statementTimeoutMs, idleTimeoutMs })) {
    if (!(Number.isInteger(ms) && ms > 0)) throw new TypeError(`${name} must be a whole number of milliseconds, more than 0.`);
  }
  return { statementTimeoutMs, idleTimeoutMs, extraReaders };
}
