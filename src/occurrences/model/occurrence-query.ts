import type { Id } from "../../contracts/id.js";

/**
 * A relation or fact that an exporter reads beyond an occurrence's own columns. A source gives what is asked for and
 * leaves the rest out.
 * - `detectionFacts`: `detectionsCount`, `firstAppearance`, `lastAppearance`
 * - `bestDetection`, `bestPrediction`: the members of those names
 * - `identificationFacts`: `bestIdentification`, `participantCount`
 * - `detections`: every detection with its capture and classifications, by id
 * - `identifications`: every identification, withdrawn ones included, by id
 * - `predictions`: per algorithm the best-scored classification, by algorithm id
 */
export type OccurrenceNeed =
  | "detectionFacts"
  | "bestDetection"
  | "bestPrediction"
  | "identificationFacts"
  | "detections"
  | "identifications"
  | "predictions";

/** One restriction of the selected occurrences. Restrictions only ever narrow: all of a query's hold at once. */
export type OccurrenceRestriction =
  /** At least one detection on a capture of this capture set. */
  | { readonly kind: "collection"; readonly id: Id }
  /** Determined as this taxon or one below it. */
  | { readonly kind: "taxon"; readonly id: Id }
  /** Determined as a taxon of this list, or one below such a taxon. */
  | { readonly kind: "taxa_list"; readonly id: Id }
  /** Not determined as a taxon of this list, nor as one below such a taxon. */
  | { readonly kind: "not_taxa_list"; readonly id: Id }
  /** Determined as a taxon of this rank, in capitals. */
  | { readonly kind: "rank"; readonly rank: string }
  | { readonly kind: "deployment"; readonly id: Id }
  /** The deployment stands at this research site. */
  | { readonly kind: "site"; readonly id: Id }
  /** The deployment has this device. */
  | { readonly kind: "device"; readonly id: Id }
  | { readonly kind: "event"; readonly id: Id }
  /** At least one detection on this capture. */
  | { readonly kind: "capture"; readonly id: Id }
  /**
   * At least one detection whose timestamp shows a date in this range (`YYYY-MM-DD`, both ends included; null for no end). Detections
   * without a timestamp are in no range.
   */
  | { readonly kind: "dates"; readonly start: string | null; readonly end: string | null }
  /** At least one detection was made by one of these algorithms, or has a classification by one of them. */
  | { readonly kind: "algorithm"; readonly ids: readonly Id[] }
  /** No detection was made by one of these algorithms, and none has a classification by one of them. */
  | { readonly kind: "not_algorithm"; readonly ids: readonly Id[] }
  /** One of these occurrences. */
  | { readonly kind: "ids"; readonly ids: readonly Id[] }
  /** Whether an identification that is not withdrawn exists. */
  | { readonly kind: "verified"; readonly value: boolean }
  /** Whether an identification by the scope's user exists that is not withdrawn. */
  | { readonly kind: "verified_by_me"; readonly value: boolean }
  /** The determination's score is at least this. */
  | { readonly kind: "score_min"; readonly value: number }
  /** The project's default filters: score threshold, included and excluded taxa with all below them. */
  | { readonly kind: "project_defaults" }
  /** The occurrence belongs to an event. */
  | { readonly kind: "has_event" }
  /**
   * None of these: neither the occurrence nor its event has a deployment of these; no event of these; none of these occurrences. Set by a
   * sensitivity policy.
   */
  | {
      readonly kind: "outside";
      readonly deploymentIds: readonly Id[];
      readonly eventIds: readonly Id[];
      readonly occurrenceIds: readonly Id[];
    }
  /** A restriction of the source's host, made by the source's `own`. */
  | { readonly kind: "own"; readonly name: string; readonly value: unknown };

/**
 * Selects occurrences, their order and their parts. Plain frozen data, that any source can translate. Unrestricted it
 * selects the valid occurrences of the scope's project: determined, and with at least one detection that has a box.
 */
export interface OccurrenceQuery {
  readonly restrictions: readonly OccurrenceRestriction[];
  /** `id`: by occurrence id. `event`: by event id (occurrences without an event last), then by occurrence id. */
  readonly order: "id" | "event";
  readonly needs: readonly OccurrenceNeed[];
}

/** All valid occurrences of the scope's project, by id, with nothing beyond their own columns: what a source's `queryset()` gives. */
export const OCCURRENCE_QUERYSET: OccurrenceQuery = Object.freeze({
  restrictions: Object.freeze([]),
  order: "id",
  needs: Object.freeze([]),
});

/**
 * A new frozen query with one more restriction.
 *
 * @example
 * ```ts
 * const northOf = createFilter({
 *   schema: z.strictObject({ north_of: z.number().min(-90).max(90).optional() }),
 *   apply: (query: OccurrenceQuery, { north_of }) =>
 *     north_of === undefined ? query : restrict(query, source.own("north_of", north_of)),
 * });
 * ```
 */
export function restrict(query: OccurrenceQuery, restriction: OccurrenceRestriction): OccurrenceQuery {
  const restrictions = Object.freeze([...query.restrictions, Object.freeze({ ...restriction })]);
  return Object.freeze({ ...query, restrictions });
}
