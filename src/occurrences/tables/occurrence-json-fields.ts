import type { Id } from "../../contracts/id.js";
import type { JsonField } from "../../formats/json.js";
import { boxHeight, boxWidth } from "../model/box.js";
import { durationBetween } from "../model/duration.js";
import { eventLabel } from "../model/event-label.js";
import type {
  Classification,
  ClassifiedDetection,
  Identification,
  Named,
  Occurrence,
  OccurrenceEvent,
  Taxon,
} from "../model/occurrence.js";
import type { OccurrenceNeed } from "../model/occurrence-query.js";
import { basisOfRecord, detailsInOrder, individualCount, type OccurrenceDetail } from "../model/occurrence-details.js";
import { personLabel } from "../model/person-label.js";
import { oncePerShared } from "../../values/shared.js";

/** A field of an occurrence file. */
export interface OccurrenceJsonField extends JsonField<Occurrence> {
  /** The relations and facts that the field reads beyond an occurrence's own columns. */
  readonly needs: readonly OccurrenceNeed[];
}

/** The differences between one host's fields and another's. */
export interface OccurrenceJsonFieldOptions {
  /** The address of an occurrence's page or API resource. Given, it adds the field `details`, after `id`; null for sensitive records. */
  readonly detailsUrl?: ((occurrence: Occurrence) => string | null) | undefined;
  /** The details of the source, which get fields after the others; by default none. */
  readonly details?: readonly OccurrenceDetail[] | undefined;
}

/**
 * The fields of `occurrences_api_json`, in their order; timestamps as the source has them. What hangs on them has these keys, in this
 * order:
 *
 * - event: id, name, date_label (both the label of its days); deployment: id, name
 * - taxon (and determination): id, name, rank, parents (each id, name, rank), from the kingdom down, parent (the last of them, or null),
 *   gbif_taxon_key; inat_taxon_id and fieldguide_id where the source has them
 * - determination_details: taxon, identification, prediction, score. What the determination rests on: the best identification, or
 *   without one the best machine prediction; the other is null
 * - prediction (and best_machine_prediction): taxon, algorithm (id, name), score
 * - classification (and each of predictions): id, taxon, algorithm, score, terminal; created_at and applied_to (the id of the
 *   classification it was made from) where the source has them
 * - identification: id, taxon, user (id, name or `user:<id>`; null for a deleted user), withdrawn, comment, created_at
 * - detection: id, timestamp, url, capture (id, url, timestamp, width, height), bbox, width and height (of the box, in pixels),
 *   occurrence (its id), classifications
 *
 * `first_appearance_time` is the earliest time of day of any detection. `detection_images` are the detections' addresses, without those that have none. E-mail addresses appear nowhere. `details` adds
 * `individual_count`, `sex`, `life_stage`, `basis_of_record`, `remarks`, in this order.
 *
 * Values that many rows share, such as taxa, are frozen: copy one before you change it.
 *
 * @throws TypeError for a name that is no detail.
 * @example
 * ```ts
 * const Json = createJsonExporter({ source, fields: occurrenceJsonFields({ detailsUrl }).slice(0, 2) });
 * ```
 */
export function occurrenceJsonFields({
  detailsUrl,
  details,
}: OccurrenceJsonFieldOptions = {}): readonly OccurrenceJsonField[] {
  return Object.freeze([
    field("id", [], (row) => row.id),
    ...(detailsUrl === undefined ? [] : [field("details", [], (row) => (row.protection ? null : detailsUrl(row)))]),
    field("event", [], (row) => row.event && eventOf(row.event)),
    field("deployment", [], (row) => named(row.deployment)),
    field("first_appearance_timestamp", ["detectionFacts"], (row) => row.firstAppearance),
    field("last_appearance_timestamp", ["detectionFacts"], (row) => row.lastAppearance),
    field("first_appearance_time", ["detections"], (row) => earliestTime(row.detections ?? [])),
    field("duration", ["detectionFacts"], (row) => durationBetween(row.firstAppearance, row.lastAppearance)?.iso),
    field(
      "duration_label",
      ["detectionFacts"],
      (row) => durationBetween(row.firstAppearance, row.lastAppearance)?.label,
    ),
    field("determination_id", [], (row) => row.determination?.id),
    field("determination", [], (row) => taxonOf(row.determination)),
    field("detections_count", ["detectionFacts"], (row) => row.detectionsCount),
    field("detection_images", ["detections"], (row) => (row.detections ?? []).flatMap(({ url }) => url ?? [])),
    field("determination_score", [], (row) => row.determinationScore),
    field("determination_details", ["bestPrediction", "identificationFacts"], detailsOf),
    field(
      "best_machine_prediction",
      ["bestPrediction"],
      (row) => row.bestPrediction && predictionOf(row.bestPrediction),
    ),
    field("identifications", ["identifications"], (row) => (row.identifications ?? []).map(identificationOf)),
    field("detections", ["detections"], (row) => (row.detections ?? []).map((one) => detectionOf(one, row.id))),
    field("predictions", ["predictions"], (row) => (row.predictions ?? []).map(classificationOf)),
    field("created_at", [], (row) => row.createdAt),
    field("updated_at", [], (row) => row.updatedAt),
    ...detailsInOrder(details).map((detail) => DETAIL_FIELDS[detail]),
  ]);
}

const DETAIL_FIELDS: { readonly [Detail in OccurrenceDetail]: OccurrenceJsonField } = {
  count: field("individual_count", [], individualCount),
  sex: field("sex", [], (row) => row.sex),
  lifeStage: field("life_stage", [], (row) => row.lifeStage),
  basisOfRecord: field("basis_of_record", [], basisOfRecord),
  remarks: field("remarks", [], (row) => row.remarks),
};

function field(
  name: string,
  needs: readonly OccurrenceNeed[],
  value: (row: Occurrence) => unknown,
): OccurrenceJsonField {
  return Object.freeze({ name, needs: Object.freeze(needs), value });
}

const namedJson = oncePerShared(({ id, name }: Named) => ({ id, name }));

function named(thing: Named | null) {
  return thing && namedJson(thing);
}

const TIME_OF_DAY = /T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)/;

/** As the timestamps show it, `22:42:20`; null where none has a time. */
function earliestTime(detections: readonly ClassifiedDetection[]): string | null {
  const times = detections.flatMap(({ timestamp }) => TIME_OF_DAY.exec(timestamp ?? "")?.[1] ?? []);
  return times.reduce<string | null>((first, time) => (first === null || time < first ? time : first), null);
}

const eventOf = oncePerShared((event: OccurrenceEvent) => {
  const label = eventLabel(event);
  return { id: event.id, name: label, date_label: label };
});

/** Most of a file is taxa, of which few differ. */
const taxonJson = oncePerShared(newTaxon);

function taxonOf(taxon: Taxon | null) {
  return taxon && taxonJson(taxon);
}

function newTaxon(taxon: Taxon) {
  const { id, name, rank, gbifTaxonKey, inatTaxonId, fieldguideId } = taxon;
  const parents = taxon.parents.map((above) => ({ id: above.id, name: above.name, rank: above.rank }));
  return {
    ...{ id, name, rank, parents, parent: parents.at(-1) ?? null, gbif_taxon_key: gbifTaxonKey },
    ...(inatTaxonId === undefined ? {} : { inat_taxon_id: inatTaxonId }),
    ...(fieldguideId === undefined ? {} : { fieldguide_id: fieldguideId }),
  };
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

/** Written member by member: a spread that is not the first part of an object takes twenty times as long. */
function classificationOf({ id, taxon, algorithm, score, terminal, createdAt, appliedToId }: Classification) {
  const json: Record<string, unknown> = { id, taxon: taxonOf(taxon), algorithm: named(algorithm), score, terminal };
  if (createdAt !== undefined) json["created_at"] = createdAt;
  if (appliedToId !== undefined) json["applied_to"] = appliedToId;
  return json;
}

function identificationOf({ id, taxon, user, withdrawn, comment, createdAt }: Identification) {
  const person = user && { id: user.id, name: personLabel(user) };
  return { id, taxon: taxonOf(taxon), user: person, withdrawn, comment, created_at: createdAt };
}

function detectionOf({ id, timestamp, url, capture, bbox, classifications }: ClassifiedDetection, occurrence: Id) {
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
    width: boxWidth(bbox),
    height: boxHeight(bbox),
    occurrence,
    classifications: classifications.map(classificationOf),
  };
}
