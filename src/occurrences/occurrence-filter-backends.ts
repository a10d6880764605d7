import { z } from "zod";
import type { FilterBackend } from "../contracts/filter-backend.js";
import { DateRangeFilter } from "./date-range-filter.js";
import { OccurrenceCollectionFilter } from "./occurrence-collection-filter.js";
import type { OccurrenceQuery } from "./occurrence-query.js";
import type { OccurrenceSource } from "./occurrence-source.js";
import { ReferenceFilter } from "./reference-filter.js";
import { ValueFilter } from "./value-filter.js";

/** What exporters of occurrences differ in. */
export interface OccurrenceFilterOptions {
  /** Whether the project's default filters hold when a request does not say `apply_defaults`. */
  readonly applyDefaults: boolean;
}

/**
 * Every filter of occurrences, each with its keys: `collection_id` or `collection`; `taxon_id` (or below), `deployment_id`, `event_id`,
 * `taxa_list_id`; `date_start`, `date_end` (of the event's start, inclusive); `verified`; `score_min` (0 to 1); `apply_defaults`.
 */
export function occurrenceFilterBackends(
  source: OccurrenceSource,
  { applyDefaults }: OccurrenceFilterOptions,
): readonly FilterBackend<OccurrenceQuery>[] {
  return Object.freeze([
    new OccurrenceCollectionFilter(source),
    new ReferenceFilter(source, { keys: ["taxon_id"], kind: "taxon", noun: "Taxon" }),
    new ReferenceFilter(source, { keys: ["taxa_list_id"], kind: "taxa_list", noun: "Taxa list", displayKey: "taxa_list" }),
    new ReferenceFilter(source, { keys: ["deployment_id"], kind: "deployment", noun: "Deployment" }),
    new ReferenceFilter(source, { keys: ["event_id"], kind: "event", noun: "Event" }),
    new DateRangeFilter(),
    new ValueFilter("verified", { value: z.boolean(), restriction: (value) => ({ kind: "verified", value }) }),
    new ValueFilter("score_min", { value: z.number().min(0).max(1), restriction: (value) => ({ kind: "score_min", value }) }),
    new ValueFilter("apply_defaults", {
      value: z.boolean(),
      fallback: applyDefaults,
      restriction: (value) => (value ? { kind: "project_defaults" } : null),
    }),
  ]);
}
