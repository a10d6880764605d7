import { z } from "zod";
import type { FilterBackend } from "../../contracts/filter-backend.js";
import { BOOLEAN } from "./boolean-schema.js";
import { DateRangeFilter } from "./date-range-filter.js";
import { DefaultsFilter } from "./defaults-filter.js";
import { idListSchema } from "./id-schema.js";
import { OccurrenceCollectionFilter } from "./occurrence-collection-filter.js";
import type { OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSource } from "../model/occurrence-source.js";
import { ReferenceFilter, type ReferenceFilterOptions } from "./reference-filter.js";
import { ReferenceListFilter } from "./reference-list-filter.js";
import { ValueFilter } from "./value-filter.js";

/** The differences between exporters of occurrences. */
export interface OccurrenceFilterOptions {
  /** Whether the project's default filters hold when a request does not say `apply_defaults`. */
  readonly applyDefaults: boolean;
  /** Filters of the host's own, beside the built-in ones. */
  readonly filters?: readonly FilterBackend<OccurrenceQuery>[] | undefined;
  /** Keys of built-in filters that requests may not give. What such a filter does by default it still does. */
  readonly withoutFilters?: readonly string[] | undefined;
}

/**
 * Every filter of occurrences, each with its keys. Those of the list API stand beside ours and mean the same:
 *
 * - one id: `collection_id` or `collection`; `taxon_id`, `taxon` or `determination` (or below); `taxa_list_id` and `not_taxa_list_id` (its
 *   taxa or below); `deployment_id` or `deployment`; `event_id` or `event`; `detections__source_image`; `deployment__research_site`;
 *   `deployment__device`
 * - one id or a list: `algorithm`, `not_algorithm`; `ids` (1 to 1,000 occurrences)
 * - `date_start`, `date_end` (of a detection, inclusive); `verified`; `verified_by_me` (by the export's creator); `determination__rank`;
 *   `score_min` (0 to 1); `apply_defaults`, and `classification_threshold` where the defaults do not hold
 *
 * @throws TypeError when `withoutFilters` names no filter.
 * @example
 * ```ts
 * override getFilterBackends() {
 *   return occurrenceFilterBackends(publicSource, { applyDefaults: false });
 * }
 * ```
 */
export function occurrenceFilterBackends(
  source: OccurrenceSource,
  { applyDefaults, filters = [], withoutFilters = [] }: OccurrenceFilterOptions,
): readonly FilterBackend<OccurrenceQuery>[] {
  const builtIn = builtInFilters(source);
  const defaults = new DefaultsFilter(source, { applyDefaults, without: withoutFilters });
  const keys = new Set([...builtIn, new DefaultsFilter(source, { applyDefaults, without: [] })].flatMap(keysOf));
  for (const key of withoutFilters)
    if (!keys.has(key)) throw new TypeError(`withoutFilters: there is no filter "${key}".`);
  const kept = builtIn.filter((filter) => !keysOf(filter).some((key) => withoutFilters.includes(key)));
  return Object.freeze([...kept, defaults, ...filters]);
}

function keysOf({ schema }: FilterBackend<OccurrenceQuery>): readonly string[] {
  return Object.keys(schema.shape);
}

/** Those that restrict nothing where a request does not give them. */
function builtInFilters(source: OccurrenceSource): readonly FilterBackend<OccurrenceQuery>[] {
  const reference = (options: ReferenceFilterOptions) => new ReferenceFilter(source, options);
  return [
    new OccurrenceCollectionFilter(source),
    reference({ keys: ["taxon_id", "taxon", "determination"], kind: "taxon", noun: "Taxon" }),
    reference({ keys: ["taxa_list_id"], kind: "taxa_list", noun: "Taxa list", displayKey: "taxa_list" }),
    reference({
      ...{ keys: ["not_taxa_list_id"], kind: "taxa_list", noun: "Taxa list" },
      restriction: (id) => ({ kind: "not_taxa_list", id }),
    }),
    reference({ keys: ["deployment_id", "deployment"], kind: "deployment", noun: "Deployment" }),
    reference({ keys: ["deployment__research_site"], kind: "site", noun: "Research site" }),
    reference({ keys: ["deployment__device"], kind: "device", noun: "Device" }),
    reference({ keys: ["event_id", "event"], kind: "event", noun: "Event" }),
    reference({ keys: ["detections__source_image"], kind: "capture", noun: "Capture" }),
    algorithmFilter(source, "algorithm"),
    algorithmFilter(source, "not_algorithm"),
    new ValueFilter("ids", { value: idListSchema(source.idType), restriction: (ids) => ({ kind: "ids", ids }) }),
    new DateRangeFilter(),
    ...valueFilters(),
  ];
}

function algorithmFilter(source: OccurrenceSource, kind: "algorithm" | "not_algorithm"): ReferenceListFilter {
  return new ReferenceListFilter(source, {
    ...{ key: kind, kind: "algorithm", noun: "Algorithm" },
    restriction: (ids) => ({ kind, ids }),
  });
}

const RANK = z
  .string()
  .regex(/^[A-Z][A-Z_]{0,99}$/, { error: "Invalid input: expected a rank in capitals, such as SPECIES" });

function valueFilters(): readonly FilterBackend<OccurrenceQuery>[] {
  return [
    new ValueFilter("determination__rank", { value: RANK, restriction: (rank) => ({ kind: "rank", rank }) }),
    new ValueFilter("verified", { value: BOOLEAN, restriction: (value) => ({ kind: "verified", value }) }),
    new ValueFilter("verified_by_me", { value: BOOLEAN, restriction: (value) => ({ kind: "verified_by_me", value }) }),
    new ValueFilter("score_min", {
      value: z.number().min(0).max(1),
      restriction: (value) => ({ kind: "score_min", value }),
    }),
  ];
}
