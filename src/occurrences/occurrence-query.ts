import type { Id } from "../contracts/id.js";

/**
 * What an exporter reads beyond an occurrence's own columns. A source gives what is asked for and leaves the rest out.
 *
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
  | { readonly kind: "deployment"; readonly id: Id }
  | { readonly kind: "event"; readonly id: Id }
  /** The event starts on this date (`YYYY-MM-DD`) or later. */
  | { readonly kind: "date_start"; readonly date: string }
  /** The event starts on this date (`YYYY-MM-DD`) or earlier. */
  | { readonly kind: "date_end"; readonly date: string }
  /** Whether an identification that is not withdrawn exists. */
  | { readonly kind: "verified"; readonly value: boolean }
  /** The determination's score is at least this. */
  | { readonly kind: "score_min"; readonly value: number }
  /** The project's default filters: score threshold, included and excluded taxa with all below them. */
  | { readonly kind: "project_defaults" }
  /** The occurrence belongs to an event. */
  | { readonly kind: "has_event" };

/**
 * Which occurrences, in which order, with what. Plain frozen data, that any source can translate. Unrestricted it selects the
 * valid occurrences of the scope's project: determined, and with at least one detection that has a box.
 */
export interface OccurrenceQuery {
  readonly restrictions: readonly OccurrenceRestriction[];
  /** `id`: by occurrence id. `event`: by event id (occurrences without an event last), then by occurrence id. */
  readonly order: "id" | "event";
  readonly needs: readonly OccurrenceNeed[];
}
