import type { Id } from "../../contracts/id.js";
import type { SensitivityCategory } from "../category.js";

/** The decision of a policy about a row. */
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

/** Guards a derived row as the row it comes from. */
export function guardedAs<Row>(row: Row, { guard }: GuardedRow<unknown>): GuardedRow<Row> {
  return { row, guard };
}
