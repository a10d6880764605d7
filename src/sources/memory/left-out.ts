import type { LeftOutRows } from "../../contracts/data-source.js";
import { type LeftOutReason, unaskedPart } from "../../occurrences/model/left-out.js";
import type { OccurrenceQuery } from "../../occurrences/model/occurrence-query.js";
import type { DatasetRow } from "./dataset-index.js";
import { type RestrictionContext, restrictionTest } from "./restriction-test.js";
import { meetsDefaults } from "./row-tests.js";

type OccurrenceRow = DatasetRow<"occurrences">;

/** Counts the rows that a query leaves out unasked, by reason. */
export function leftOutRows(
  rows: readonly OccurrenceRow[],
  query: OccurrenceQuery,
  context: RestrictionContext,
): LeftOutRows {
  const { asked, needsEvent, appliesDefaults } = unaskedPart(query);
  const tests = asked.map((restriction) => restrictionTest(restriction, context));
  const { index, defaults } = context;
  const meets = meetsDefaults(index, defaults);
  const reasonOf = (row: OccurrenceRow): LeftOutReason | null => {
    if (index.taxon(row.determinationId) === null) return "undetermined";
    if (!index.detectionsOf(row.id).some(({ bbox }) => bbox !== null)) return "no_box";
    if (needsEvent && row.eventId === null) return "no_event";
    if (!appliesDefaults || meets(row)) return null;
    return (row.determinationScore ?? -1) >= defaults.scoreThreshold ? "taxon" : "below_threshold";
  };
  const counts: Partial<Record<LeftOutReason, number>> = {};
  for (const row of rows) {
    const reason = tests.every((test) => test(row)) ? reasonOf(row) : null;
    if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}
