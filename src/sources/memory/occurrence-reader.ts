import type { Id } from "../../contracts/id.js";
import { captureUrl, deriveFacts, mediaUrl } from "../../occurrences/derive.js";
import type {
  Capture,
  Classification,
  ClassifiedDetection,
  Deployment,
  Identification,
  Occurrence,
  OccurrenceEvent,
} from "../../occurrences/occurrence.js";
import type { OccurrenceNeed } from "../../occurrences/occurrence-query.js";
import { scoreOf } from "../../occurrences/score-of.js";
import type { DatasetIndex, DatasetRow } from "./dataset-index.js";

/** Puts rows of a dataset together with all that they point at. An id that points at nothing reads as null. */
export class OccurrenceReader {
  readonly #index: DatasetIndex;
  readonly #mediaRoot: string | null;

  constructor(index: DatasetIndex, mediaRoot: string | null) {
    this.#index = index;
    this.#mediaRoot = mediaRoot;
  }

  occurrence(row: DatasetRow<"occurrences">, needs: readonly OccurrenceNeed[]): Occurrence {
    const event = this.#index.event(row.eventId);
    return {
      id: row.id,
      project: { id: row.projectId, name: this.#index.project(row.projectId)?.name ?? "" },
      event: event === null ? null : this.event(event),
      deployment: this.#deployment(row.deploymentId),
      determination: this.#index.taxon(row.determinationId),
      determinationScore: scoreOf(row.determinationScore),
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      ...(needs.length === 0 ? {} : deriveFacts(this.#evidence(row.id), needs)),
    };
  }

  event(row: DatasetRow<"events">): OccurrenceEvent {
    const { projectId: _, deploymentId, ...own } = row;
    return { ...own, deployment: this.#deployment(deploymentId) };
  }

  #evidence(occurrenceId: Id) {
    return {
      detections: this.#index.detectionsOf(occurrenceId).map((row) => this.#detection(row)),
      identifications: this.#index.identificationsOf(occurrenceId).map((row) => this.#identification(row)),
    };
  }

  #deployment(id: Id | null): Deployment | null {
    const row = this.#index.deployment(id);
    if (row === null) return null;
    const { projectId: _, ...deployment } = row;
    return deployment;
  }

  #detection(row: DatasetRow<"detections">): ClassifiedDetection {
    return {
      id: row.id,
      timestamp: row.timestamp,
      url: mediaUrl(row.path, this.#mediaRoot),
      bbox: row.bbox,
      score: scoreOf(row.score),
      algorithm: this.#index.algorithm(row.algorithmId),
      capture: this.#capture(row.captureId),
      classifications: this.#index.classificationsOf(row.id).map((said) => this.#classification(said)),
    };
  }

  #capture(id: Id): Capture | null {
    const row = this.#index.capture(id);
    if (row === null) return null;
    const { timestamp, width, height } = row;
    return { id, url: captureUrl(row.baseUrl, row.path), timestamp, width, height };
  }

  #classification(row: DatasetRow<"classifications">): Classification {
    return {
      id: row.id,
      taxon: this.#index.taxon(row.taxonId),
      algorithm: this.#index.algorithm(row.algorithmId),
      score: scoreOf(row.score),
      terminal: row.terminal,
    };
  }

  #identification(row: DatasetRow<"identifications">): Identification {
    const prediction = this.#index.classification(row.agreedWithPredictionId);
    const agreed = this.#index.identification(row.agreedWithIdentificationId);
    return {
      id: row.id,
      user: this.#index.user(row.userId),
      taxon: this.#index.taxon(row.taxonId),
      withdrawn: row.withdrawn,
      comment: row.comment,
      createdAt: row.createdAt,
      agreedWithAlgorithm: this.#index.algorithm(prediction?.algorithmId ?? null),
      agreedWithUser: this.#index.user(agreed?.userId ?? null),
    };
  }
}
