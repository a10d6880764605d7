import type { Id } from "../../contracts/id.js";
import { type PackageRow, rowOf } from "../../data-package/package-rows.js";
import type { Warn } from "../../data-package/row-encoder.js";
import type { ClassifiedDetection, Occurrence, OccurrenceEvent, Taxon } from "../model/occurrence.js";
import { individualCount } from "../model/occurrence-details.js";
import { regionOf } from "../model/region.js";
import { AGENT_MAP } from "./context-maps.js";
import { type DwcDpDataset, dwcDpId, type MediumRow, type ScoreRow } from "./dwc-dp-rows.js";
import { createDateOf } from "./create-date.js";
import { EVENT_MEDIA_MAP, MEDIA_MAP, mediumKey, OCCURRENCE_MEDIA_MAP } from "./media-maps.js";
import { nightRows } from "./night-rows.js";
import { algorithmAgent, opinionsOf } from "./occurrence-opinions.js";
import {
  CLASSIFICATION_SCORE_MAP,
  DETECTION_SCORE_MAP,
  IDENTIFICATION_MAP,
  identificationKey,
  IDENTIFIER_MAP,
  OCCURRENCE_MAP,
} from "./occurrence-maps.js";

type Rows = Generator<PackageRow<DwcDpDataset>, void, undefined>;

/** An occurrence with a name, and what its rows are made with. */
export interface NamedOccurrence {
  readonly occurrence: Occurrence;
  readonly determination: Taxon;
  readonly event: OccurrenceEvent;
  readonly dataset: DwcDpDataset;
  readonly warn: Warn;
}

/** The rows of an occurrence: its night, itself, its pictures, and what was said of it. */
export function* occurrenceRows(named: NamedOccurrence): Rows {
  const { occurrence, determination, event, dataset, warn } = named;
  const media = (occurrence.detections ?? []).map((detection) => ({ detection, shown: mediaOf(detection, named) }));
  const shownOn = new Map<Id, string>();
  for (const { detection, shown } of media) {
    const last = shown.at(-1);
    if (last !== undefined) shownOn.set(detection.id, mediumKey(last, dataset));
  }
  const opinions = opinionsOf(occurrence, determination, (id) => shownOn.get(id) ?? null);
  countUnnamed(occurrence, warn);
  yield* nightRows(event, dataset);
  if (individualCount(occurrence) === 0) warn("ABSENCES_READ_AS_PRESENCES", 1, `occurrence, ${occurrence.id}`);
  for (const opinion of opinions) if (opinion.isAccepted) yield rowOf(OCCURRENCE_MAP, opinion);
  for (const { shown } of media) {
    for (const medium of shown) {
      yield rowOf(MEDIA_MAP, medium);
      if (medium.kind === "capture") yield rowOf(EVENT_MEDIA_MAP, { medium, event, occurrence });
      yield rowOf(OCCURRENCE_MEDIA_MAP, { medium, event, occurrence });
    }
  }
  for (const opinion of opinions) {
    if (opinion.by !== null) yield rowOf(AGENT_MAP, opinion.by);
    yield rowOf(IDENTIFICATION_MAP, opinion);
    if (opinion.by !== null) yield rowOf(IDENTIFIER_MAP, opinion);
  }
  yield* scoresOf(named, shownOn);
}

/** Opinions without a taxon, of which the standard has no row. */
function countUnnamed({ id, identifications = [], detections = [] }: Occurrence, warn: Warn): void {
  const opinions = [...identifications, ...detections.flatMap(({ classifications }) => classifications)];
  const unnamed = opinions.filter(({ taxon }) => taxon === null).length;
  if (unnamed > 0) warn("OPINIONS_LEFT_OUT", unnamed, `occurrence, ${id}`);
}

/** The picture of a detection, and the region of it, as far as they can be written. */
function mediaOf(detection: ClassifiedDetection, named: NamedOccurrence): readonly MediumRow[] {
  const { occurrence, warn } = named;
  const { bbox, id, url } = detection;
  if (bbox === null) return [];
  const place = `media, ${occurrence.id}`;
  const capture = detection.capture?.url ? detection.capture : null;
  if (capture === null) warn("MEDIA_LEFT_OUT", 1, place);
  const found = regionOf({ kind: "crop", capture, detection, url, occurrence });
  if (capture !== null && found === null) warn("BOX_LEFT_OUT", 1, place);
  const address = url === "" ? null : url;
  const createDate = createDateOf(detection, named);
  return [
    ...(capture === null
      ? []
      : [{ kind: "capture" as const, id: capture.id, url: capture.url, createDate, capture, region: null }]),
    ...(found === null && address === null
      ? []
      : [{ kind: "detection" as const, id, url: address, createDate, capture, region: found }]),
  ];
}

/** The scores of classifications, and those of detections that are regions. */
function* scoresOf({ occurrence, dataset }: NamedOccurrence, shownOn: ReadonlyMap<Id, string>): Rows {
  for (const detection of occurrence.detections ?? []) {
    const region = mediumKey({ kind: "detection", id: detection.id }, dataset);
    if (shownOn.get(detection.id) === region && isScore(detection.score))
      yield* scoreRows({ kind: "detection", about: region, ...scored(detection), date: null, remarks: null });
    for (const classification of detection.classifications) {
      const { id, taxon, createdAt: date = null } = classification;
      if (taxon === null || !isScore(classification.score)) continue;
      const about = dwcDpId(dataset, "occurrence", occurrence.id);
      const remarks = `identification: ${identificationKey({ kind: "prediction", id }, dataset)}`;
      yield* scoreRows({ kind: "classification", about, ...scored(classification), date, remarks });
    }
  }
}

function* scoreRows(score: ScoreRow): Rows {
  const by = algorithmAgent(score.by);
  if (by !== null) yield rowOf(AGENT_MAP, by);
  yield rowOf(score.kind === "detection" ? DETECTION_SCORE_MAP : CLASSIFICATION_SCORE_MAP, score);
}

function scored({ id, score, algorithm }: Pick<ClassifiedDetection, "id" | "score" | "algorithm">) {
  return { id, score: score ?? 0, by: algorithm };
}

/** NaN is no score. */
function isScore(score: number | null): boolean {
  return score !== null && Number.isFinite(score);
}
