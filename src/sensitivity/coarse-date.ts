import type { DatePrecision } from "./policy-options.js";

const LENGTHS: { readonly [Precision in Exclude<DatePrecision, "exact">]: number } = { day: 10, month: 7, year: 4 };

/** An ISO 8601 timestamp to the day, month or year that it shows. */
export function coarseDate(timestamp: string, precision: DatePrecision): string {
  return precision === "exact" ? timestamp : timestamp.slice(0, LENGTHS[precision]);
}
