import type { OccurrenceQuery, OccurrenceRestriction } from "./occurrence-query.js";

/** All valid occurrences of the scope's project, by id, with nothing beyond their own columns: what a source's `queryset()` gives. */
export const OCCURRENCE_QUERYSET: OccurrenceQuery = Object.freeze({
  restrictions: Object.freeze([]),
  order: "id",
  needs: Object.freeze([]),
});

/** A new frozen query with one more restriction. */
export function restrict(query: OccurrenceQuery, restriction: OccurrenceRestriction): OccurrenceQuery {
  const restrictions = Object.freeze([...query.restrictions, Object.freeze({ ...restriction })]);
  return Object.freeze({ ...query, restrictions });
}
