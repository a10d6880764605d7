import type { OccurrenceSource } from "./occurrence-source.js";
import { ReferenceFilter } from "./reference-filter.js";

/**
 * `collection_id`, or `collection`, which is the same: occurrences with at least one detection on a capture of the capture set.
 * Whatever is worked out of a kept occurrence still covers all its detections.
 */
export class OccurrenceCollectionFilter extends ReferenceFilter {
  constructor(source: OccurrenceSource) {
    super(source, { keys: ["collection_id", "collection"], kind: "collection", noun: "Capture set", displayKey: "collection" });
  }
}
