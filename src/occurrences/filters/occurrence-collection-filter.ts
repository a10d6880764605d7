import type { FilterParams } from "../../contracts/filter-backend.js";
import type { OccurrenceSource } from "../model/occurrence-source.js";
import { ReferenceFilter } from "./reference-filter.js";

/**
 * `collection_id`, or `collection`, which is the same: occurrences with at least one detection on a capture of the capture set.
 * Whatever is worked out of a kept occurrence still covers all its detections.
 */
export class OccurrenceCollectionFilter extends ReferenceFilter {
  constructor(source: OccurrenceSource) {
    super(source, {
      keys: ["collection_id", "collection"],
      kind: "collection",
      noun: "Capture set",
      displayKey: "collection",
    });
  }
}

/**
 * Returns the name of an export's job: `Export occurrences`, or `Export occurrences for capture set <id>`.
 * @param what - what is exported; by default occurrences.
 */
export function exportJobName({ collection_id: id, collection = id }: FilterParams, what = "occurrences"): string {
  return collection == null ? `Export ${what}` : `Export ${what} for capture set ${String(collection)}`;
}
