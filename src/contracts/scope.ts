import type { Id } from "./id.js";

/**
 * The rows that an export may read. A {@link DataSource} applies it itself, inside `open`, after every filter, so that
 * no filter can take it off.
 */
export interface Scope {
  /** The project whose rows are exported. */
  readonly projectId: Id;
  /** The user on whose authority the export runs. */
  readonly userId: Id;
}
