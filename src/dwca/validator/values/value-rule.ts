import type { VALUE_CHECKS } from "../../checks/value-checks.js";

/** A code that a row alone can show, or that a row lacks its identifier. */
export type ValueCode = keyof typeof VALUE_CHECKS | "RECORD_IDENTIFIER_NOT_FOUND";

/** Says that the value of a rule's term, by its place in the rule's list, has an issue. */
export type Say = (code: ValueCode, at: number) => void;

/** A check of values that belong together. */
export interface ValueRule {
  /** IRIs. The rule applies to a table that maps at least one of them. */
  readonly terms: readonly string[];
  /** Row types to which it applies; without it, all. */
  readonly rowTypes?: readonly string[];
  /** Whether it asks only which values are there: a value is then `x`, whatever it is. */
  readonly presenceOnly?: boolean;
  /**
   * Looks at the values of the terms, in their order; empty for a term that the table lacks. Must depend on nothing else: a row with the
   * values of the row before gets its verdict.
   */
  check(values: readonly string[], say: Say): void;
}
