import type { OccurrenceNeed, OccurrenceQuery, OccurrenceRestriction } from "../../occurrences/occurrence-query.js";

/** Selections of the fixture: what they keep, and the restrictions that say so. */
export const RESTRICTIONS: readonly (readonly [what: string, restrictions: readonly OccurrenceRestriction[]])[] = [
  ["all valid occurrences", []],
  ["a capture set", [{ kind: "collection", id: 1 }]],
  ["a capture set that overlaps", [{ kind: "collection", id: 2 }]],
  ["two capture sets at once", [{ kind: "collection", id: 1 }, { kind: "collection", id: 2 }]],
  ["an empty capture set", [{ kind: "collection", id: 3 }]],
  ["another project's capture set", [{ kind: "collection", id: 4 }]],
  ["a capture set that does not exist", [{ kind: "collection", id: 999 }]],
  ["a species", [{ kind: "taxon", id: 7 }]],
  ["a genus and what is below it", [{ kind: "taxon", id: 6 }]],
  ["an order and what is below it", [{ kind: "taxon", id: 4 }]],
  ["a taxa list and what is below its taxa", [{ kind: "taxa_list", id: 1 }]],
  ["a taxa list of several taxa", [{ kind: "taxa_list", id: 3 }]],
  ["an empty taxa list", [{ kind: "taxa_list", id: 4 }]],
  ["a deployment", [{ kind: "deployment", id: 2 }]],
  ["another project's deployment", [{ kind: "deployment", id: 3 }]],
  ["an event", [{ kind: "event", id: 10 }]],
  ["another project's event", [{ kind: "event", id: 4 }]],
  ["events from a day on, that day included", [{ kind: "date_start", date: "2023-06-20" }]],
  ["events up to a day, that day included", [{ kind: "date_end", date: "2023-06-20" }]],
  ["events of one day", [{ kind: "date_start", date: "2023-06-19" }, { kind: "date_end", date: "2023-06-19" }]],
  ["what somebody identified", [{ kind: "verified", value: true }]],
  ["what nobody identified", [{ kind: "verified", value: false }]],
  ["a least score, that score included", [{ kind: "score_min", value: 0.5 }]],
  ["a least score of 0, which no missing score reaches", [{ kind: "score_min", value: 0 }]],
  ["the project's default filters", [{ kind: "project_defaults" }]],
  ["occurrences with an event", [{ kind: "has_event" }]],
  ["what all of several restrictions keep", [{ kind: "project_defaults" }, { kind: "has_event" }, { kind: "taxon", id: 6 }, { kind: "score_min", value: 0.6 }]],
];

export const NEEDS: readonly OccurrenceNeed[] = [
  "detectionFacts",
  "bestDetection",
  "bestPrediction",
  "identificationFacts",
  "detections",
  "identifications",
  "predictions",
];

/** A frozen query, as exporters make them. */
export function frozenQuery(query: Partial<OccurrenceQuery>): OccurrenceQuery {
  return Object.freeze({ restrictions: [], order: "id", needs: [], ...query });
}
