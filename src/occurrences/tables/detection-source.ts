import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import { getDataInBatches } from "../../core/exporters/get-data-in-batches.js";
import type { ClassifiedDetection, Occurrence } from "../model/occurrence.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "../model/occurrence-source.js";

/** A detection with the occurrence that it belongs to. */
export interface DetectionRow {
  /** The detection's. */
  readonly id: Id;
  readonly detection: ClassifiedDetection;
  readonly occurrence: Occurrence;
}

/**
 * The detections of a source's occurrences, by occurrence id, then by detection id. Markers, which have no box, are among them. The
 * detections of a batch of occurrences are held at once.
 */
export function detectionSource(source: OccurrenceSource): DataSource<DetectionRow, OccurrenceQuery> {
  return Object.freeze<DataSource<DetectionRow, OccurrenceQuery>>({
    queryset: () => source.queryset(),
    open: async (options) => detectionSnapshot(await source.open(options), options),
    projectName: async (scope, signal) => (await source.projectName?.(scope, signal)) ?? null,
  });
}

function detectionSnapshot(
  snapshot: OccurrenceSnapshot,
  { batchSize, signal }: OpenOptions,
): Snapshot<DetectionRow, OccurrenceQuery> {
  return {
    count: async (query) => {
      let count = 0;
      for await (const batch of getDataInBatches(snapshot, needing(query, "detectionFacts"), signal))
        for (const { detectionsCount = 0 } of batch) count += detectionsCount;
      return count;
    },
    async *batches(query) {
      for await (const batch of snapshot.batches(needing(query, "detections"))) {
        const rows = batch.flatMap(rowsOf);
        for (let from = 0; from < rows.length; from += batchSize) yield rows.slice(from, from + batchSize);
      }
    },
    leftOut: async (query) => (await snapshot.leftOut?.(query)) ?? null,
    get protection() {
      return snapshot.protection ?? null;
    },
    [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
  };
}

function needing(query: OccurrenceQuery, need: OccurrenceNeed): OccurrenceQuery {
  return Object.freeze({ ...query, order: "id", needs: Object.freeze([need]) });
}

function rowsOf(occurrence: Occurrence): readonly DetectionRow[] {
  return (occurrence.detections ?? []).map((detection) => ({ id: detection.id, detection, occurrence }));
}
