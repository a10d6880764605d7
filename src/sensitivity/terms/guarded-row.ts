import type { Id } from "../../contracts/id.js";
import type { SensitivityCategory } from "../category.js";

/** What a policy decided about a row. */
export interface RowGuard {
  /** Null for a row that is public as it is. */
  readonly category: SensitivityCategory | null;
  readonly projectId: Id;
  /** Whether a picture is one of a sensitive row. */
  withholds(address: string): boolean;
}

/** A row that is read only through what a policy leaves of its cells. */
export interface GuardedRow<Row> {
  readonly row: Row;
  readonly guard: RowGuard;
}

/** A query, and whether it may ask for a place: then it selects no sensitive row. */
export interface GuardedQuery<Query> {
  readonly query: Query;
  readonly asksForPlace: boolean;
}

/** What a row derived from another one inherits. */
export function guardedAs<Row>(row: Row, { guard }: GuardedRow<unknown>): GuardedRow<Row> {
  return { row, guard };
}
