import type {
  OccurrenceNeed,
  OccurrenceQuery,
  OccurrenceRestriction,
} from "../../occurrences/model/occurrence-query.js";

/** Selections of the fixture: what they keep, and the restrictions that say so. */
export const RESTRICTIONS: readonly (readonly [what: string, restrictions: readonly OccurrenceRestriction[]])[] = [
  ["all valid occurrences", []],
  ["a capture set", [{ kind: "collection", id: 1 }]],
  ["a capture set that overlaps", [{ kind: "collection", id: 2 }]],
  [
    "two capture sets at once",
    [
      { kind: "collection", id: 1 },
      { kind: "collection", id: 2 },
    ],
  ],
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
  ["what was detected from a day on, that day included", [{ kind: "dates", start: "2023-06-19", end: null }]],
  ["what was detected up to a day, that day included", [{ kind: "dates", start: null, end: "2023-06-19" }]],
  ["what was detected on one day", [{ kind: "dates", start: "2023-06-19", end: "2023-06-19" }]],
  ["what was detected after midnight, by that date", [{ kind: "dates", start: "2023-06-20", end: "2023-06-20" }]],
  [
    "no occurrence that was detected before a day and after it alone",
    [{ kind: "dates", start: "2023-06-30", end: "2023-06-30" }],
  ],
  ["what was detected at any time", [{ kind: "dates", start: null, end: null }]],
  ["what a user identified", [{ kind: "verified", value: true }]],
  ["what nobody identified", [{ kind: "verified", value: false }]],
  ["what the scope's user identified", [{ kind: "verified_by_me", value: true }]],
  ["what the scope's user did not identify", [{ kind: "verified_by_me", value: false }]],
  ["what is in no taxa list", [{ kind: "not_taxa_list", id: 3 }]],
  ["what is not in an empty taxa list", [{ kind: "not_taxa_list", id: 4 }]],
  ["a taxa list of no project", [{ kind: "taxa_list", id: 5 }]],
  ["a rank", [{ kind: "rank", rank: "GENUS" }]],
  ["a rank that nothing has", [{ kind: "rank", rank: "TRIBE" }]],
  ["a capture", [{ kind: "capture", id: 2 }]],
  ["a capture that does not exist", [{ kind: "capture", id: 999 }]],
  ["a research site", [{ kind: "site", id: 1 }]],
  ["a research site without a station", [{ kind: "site", id: 3 }]],
  ["a device that no station has", [{ kind: "device", id: 1 }]],
  ["what an algorithm detected", [{ kind: "algorithm", ids: [1] }]],
  ["what an algorithm classified", [{ kind: "algorithm", ids: [10] }]],
  ["what one of several algorithms saw", [{ kind: "algorithm", ids: [10, 2, 999] }]],
  ["what no algorithm detected", [{ kind: "not_algorithm", ids: [1] }]],
  ["what no algorithm classified", [{ kind: "not_algorithm", ids: [2, 10] }]],
  ["some occurrences, in any order", [{ kind: "ids", ids: [13, 2, 3, 20, 999, 1] }]],
  ["no occurrence", [{ kind: "ids", ids: [] }]],
  ["a least score, that score included", [{ kind: "score_min", value: 0.5 }]],
  ["a least score of 0, which no missing score reaches", [{ kind: "score_min", value: 0 }]],
  ["the project's default filters", [{ kind: "project_defaults" }]],
  ["occurrences with an event", [{ kind: "has_event" }]],
  ["what lies outside of nothing", [outside({})]],
  ["what lies outside of a deployment, which its event may have too", [outside({ deploymentIds: [2] })]],
  ["what lies outside of events and occurrences", [outside({ eventIds: [10, 999], occurrenceIds: [1, 2] })]],
  [
    "what all of several restrictions keep",
    [{ kind: "project_defaults" }, { kind: "has_event" }, { kind: "taxon", id: 6 }, { kind: "score_min", value: 0.6 }],
  ],
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

function outside(ids: Partial<Extract<OccurrenceRestriction, { readonly kind: "outside" }>>): OccurrenceRestriction {
  return { kind: "outside", deploymentIds: [], eventIds: [], occurrenceIds: [], ...ids };
}
