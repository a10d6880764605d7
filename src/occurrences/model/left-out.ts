import type { OccurrenceQuery, OccurrenceRestriction } from "./occurrence-query.js";

/**
 * Why an occurrence is left out although no filter of the request asks for it. Of several reasons the first counts:
 *
 * - `undetermined`: nobody has determined it.
 * - `no_box`: no detection of it has a box.
 * - `no_event`: it has no event, and the archive is made of events.
 * - `below_threshold`: its score is below the project's threshold.
 * - `taxon`: the project's defaults exclude its taxon, or do not include it.
 */
export type LeftOutReason = "undetermined" | "no_box" | "no_event" | "below_threshold" | "taxon";

/** A query, divided into what the request asks for and what holds unasked. */
export interface UnaskedPart {
  /** The restrictions that the request asks for. */
  readonly asked: readonly OccurrenceRestriction[];
  readonly needsEvent: boolean;
  readonly appliesDefaults: boolean;
}

/** Divides a query. Valid occurrences are asked for by nobody, and always. */
export function unaskedPart({ restrictions }: OccurrenceQuery): UnaskedPart {
  const has = (kind: OccurrenceRestriction["kind"]) => restrictions.some((restriction) => restriction.kind === kind);
  return {
    asked: restrictions.filter(({ kind }) => kind !== "has_event" && kind !== "project_defaults"),
    needsEvent: has("has_event"),
    appliesDefaults: has("project_defaults"),
  };
}
