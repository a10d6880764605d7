import type { JsonField } from "../formats/json.js";
import { durationBetween } from "./duration.js";
import { eventLabel } from "./event-label.js";
import type { Classification, ClassifiedDetection, Identification, Named, Occurrence, OccurrenceEvent, Taxon } from "./occurrence.js";
import type { OccurrenceNeed } from "./occurrence-query.js";
import { personLabel } from "./person-label.js";

/** A field of an occurrence file. */
export interface OccurrenceJsonField extends JsonField<Occurrence> {
  /** What the field reads beyond an occurrence's own columns. */
  readonly needs: readonly OccurrenceNeed[];
}

/** What may differ between one host's fields and another's. */
export interface OccurrenceJsonFieldOptions {
  /** The address of an occurrence's page or API resource. Given, it adds the field `details`, after `id`. */
  readonly detailsUrl?: ((occurrence: Occurrence) => string | null) | undefined;
}

/**
 * The fields of `occurrences_api_json`, in their order; timestamps as the source has them. What hangs on them has these keys, in this
 * order:
 *
 * - event: id, name, date_label (both the label of its days); deployment: id, name
 * - taxon (and determination): id, name, rank, parents (each id, name, rank), from the kingdom down
 * - determination_details: taxon, identification, prediction, score. What the determination rests on: the best identification, or
 *   without one the best machine prediction; the other is null
 * - prediction (and best_machine_prediction): taxon, algorithm (id, name), score
 * - classification (and each of predictions): id, taxon, algorithm, score, terminal
 * - identification: id, taxon, user (id, name or `user:<id>`; null for a deleted user), withdrawn, comment, created_at
 * - detection: id, timestamp, url, capture (id, url, timestamp, width, height), bbox, classifications
 *
 * `detection_images` are the detections' addresses, without those that have none. E-mail addresses appear nowhere.
 */
export function occurrenceJsonFields({ detailsUrl }: OccurrenceJsonFieldOptions = {}): readonly OccurrenceJsonField[] {
  return Object.freeze([
    field("id", [], (row) => row.id),
    ...(detailsUrl === undefined ? [] : [field("details", [], (row) => detailsUrl(row))]),
    field("event", [], (row) => row.event && eventOf(row.event)),
    field("deployment", [], (row) => named(row.deployment)),
    field("first_appearance_timestamp", ["detectionFacts"], (row) => row.firstAppearance),
    field("last_appearance_timestamp", ["detectionFacts"], (row) => row.lastAppearance),
    field("duration", ["detectionFacts"], (row) => durationBetween(row.firstAppearance, row.lastAppearance)?.iso),
    field("duration_label", ["detectionFacts"], (row) => durationBetween(row.firstAppearance, row.lastAppearance)?.label),
    field("determination", [], (row) => taxonOf(row.determination)),
    field("detections_count", ["detectionFacts"], (row) => row.detectionsCount),
    field("detection_images", ["detections"], (row) => (row.detections ?? []).flatMap(({ url }) => url ?? [])),
    field("determination_score", [], (row) => row.determinationScore),
    field("determination_details", ["bestPrediction", "identificationFacts"], detailsOf),
    field("best_machine_prediction", ["bestPrediction"], (row) => row.bestPrediction && predictionOf(row.bestPrediction)),
    field("identifications", ["identifications"], (row) => (row.identifications ?? []).map(identificationOf)),
    field("detections", ["detections"], (row) => (row.detections ?? []).map(detectionOf)),
    field("predictions", ["predictions"], (row) => (row.predictions ?? []).map(classificationOf)),
    field("created_at", [], (row) => row.createdAt),
    field("updated_at", [], (row) => row.updatedAt),
  ]);
}

function field(name: string, needs: readonly OccurrenceNeed[], value: (row: Occurrence) => unknown): OccurrenceJsonField {
  return Object.freeze({ name, needs: Object.freeze(needs), value });
}

function named(thing: Named | null) {
  return thing && { id: thing.id, name: thing.name };
}

function eventOf(event: OccurrenceEvent) {
  const label = eventLabel(event);
  return { id: event.id, name: label, date_label: label };
}

function taxonOf(taxon: Taxon | null) {
  if (taxon === null) return null;
  const parents = taxon.parents.map(({ id, name, rank }) => ({ id, name, rank }));
  return { id: taxon.id, name: taxon.name, rank: taxon.rank, parents };
}

function detailsOf({ determination, determinationScore, bestIdentification, bestPrediction }: Occurrence) {
  return {
    taxon: taxonOf(determination),
    identification: bestIdentification ? identificationOf(bestIdentification) : null,
    prediction: bestPrediction && !bestIdentification ? predictionOf(bestPrediction) : null,
    score: determinationScore,
  };
}

function predictionOf({ taxon, algorithm, score }: Classification) {
  return { taxon: taxonOf(taxon), algorithm: named(algorithm), score };
}

function classificationOf(classification: Classification) {
  return { id: classification.id, ...predictionOf(classification), terminal: classification.terminal };
}

function identificationOf({ id, taxon, user, withdrawn, comment, createdAt }: Identification) {
  const person = user && { id: user.id, name: personLabel(user) };
  return { id, taxon: taxonOf(taxon), user: person, withdrawn, comment, created_at: createdAt };
}

function detectionOf({ id, timestamp, url, capture, bbox, classifications }: ClassifiedDetection) {
  return {
    id,
    timestamp,
    url,
    capture: capture && {
      id: capture.id,
      url: capture.url,
      timestamp: capture.timestamp,
      width: capture.width,
      height: capture.height,
    },
    bbox,
    classifications: classifications.map(classificationOf),
  };
}
