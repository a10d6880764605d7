import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import { type OccurrenceQuery, type OccurrenceRestriction, restrict } from "../model/occurrence-query.js";
import type { SensitivePlaces } from "./sensitive-places.js";

/** Restrictions that ask for nothing that a policy withholds. Every other kind, also one that is new, counts as asking for a place. */
const HARMLESS: ReadonlySet<string> = new Set<OccurrenceRestriction["kind"]>([
  "taxon",
  "taxa_list",
  "not_taxa_list",
  "rank",
  "algorithm",
  "not_algorithm",
  "verified",
  "verified_by_me",
  "score_min",
  "project_defaults",
  "has_event",
  "outside",
]);

/** Whether a query asks for something that sensitive records do not show: a station, an event, a capture set. */
export function asksForPlace({ restrictions }: OccurrenceQuery, policy: SensitivityPolicy): boolean {
  return restrictions.some((restriction) => {
    if (restriction.kind === "own") return !policy.isHarmless(restriction.name);
    return restriction.kind === "dates"
      ? policy.dates === "month" || policy.dates === "year"
      : !HARMLESS.has(restriction.kind);
  });
}

/**
 * The query as the public may ask it: one for a place selects no sensitive record, since those have none in public. Null for a query that
 * selects nothing.
 */
export function publicQuery(
  query: OccurrenceQuery,
  { policy, places }: { readonly policy: SensitivityPolicy; readonly places: SensitivePlaces },
): OccurrenceQuery | null {
  if (!asksForPlace(query, policy)) return query;
  const { outside } = places;
  return outside && restrict(query, outside);
}
