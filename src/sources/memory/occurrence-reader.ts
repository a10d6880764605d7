import type { OpenOptions } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import { deriveValues, scoreOf } from "../../occurrences/model/derive.js";
import { captureUrl, mediaUrl } from "../../occurrences/model/media-url.js";
import type {
  Capture,
  Classification,
  ClassifiedDetection,
  Deployment,
  Identification,
  Occurrence,
  OccurrenceEvent,
} from "../../occurrences/model/occurrence.js";
import type { OccurrenceDetail } from "../../occurrences/model/occurrence-details.js";
import type { OccurrenceNeed } from "../../occurrences/model/occurrence-query.js";
import type { DatasetIndex, DatasetRow } from "./dataset-index.js";

/** The address that serves media, and the listener for paths that lie elsewhere. */
export interface MediaOptions extends Pick<OpenOptions, "warn"> {
  readonly mediaRoot: string | null;
}

/** Puts rows of a dataset together with all that they point at. An id that points at nothing reads as null. */
export class OccurrenceReader {
  readonly #index: DatasetIndex;
  readonly #mediaRoot: string | null;
  readonly #warn: MediaOptions["warn"];

  constructor(index: DatasetIndex, { mediaRoot, warn }: MediaOptions) {
    this.#index = index;
    this.#mediaRoot = mediaRoot;
    this.#warn = warn;
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
      ...detailsOf(row),
      ...(needs.length === 0 ? {} : deriveValues(this.#evidence(row.id), needs)),
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
    const { projectId: _project, siteId: _site, deviceId: _device, ...deployment } = row;
    return deployment;
  }

  #detection(row: DatasetRow<"detections">): ClassifiedDetection {
    return {
      id: row.id,
      timestamp: row.timestamp,
      url: mediaUrl(row.path, this.#mediaRoot, () => this.#warn?.("MEDIA_PATH_REFUSED", 1, `detection ${row.id}`)),
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
    const { path, timestamp, width, height } = row;
    const refused = () => this.#warn?.("MEDIA_PATH_REFUSED", 1, `capture ${id}`);
    return { id, url: captureUrl(row.baseUrl, path, refused), path, timestamp, width, height };
  }

  #classification(row: DatasetRow<"classifications">): Classification {
    const { createdAt, appliedToId } = row;
    return {
      id: row.id,
      taxon: this.#index.taxon(row.taxonId),
      algorithm: this.#index.algorithm(row.algorithmId),
      score: scoreOf(row.score),
      terminal: row.terminal,
      ...(createdAt === undefined ? {} : { createdAt }),
      ...(appliedToId === undefined ? {} : { appliedToId }),
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

/** The details that a row has; one that is undefined is absent. */
function detailsOf(row: DatasetRow<"occurrences">): Pick<Occurrence, OccurrenceDetail> {
  const { count, sex, lifeStage, basisOfRecord, remarks } = row;
  const details = Object.entries({ count, sex, lifeStage, basisOfRecord, remarks });
  return Object.fromEntries(details.filter(([, value]) => value !== undefined));
}
