import type { Id } from "../../contracts/id.js";
import { compareIds } from "./compare-ids.js";
import { compareTimestamps } from "./timestamps.js";
import type { Classification, ClassifiedDetection, Detection, Identification, Occurrence } from "./occurrence.js";
import type { OccurrenceNeed } from "./occurrence-query.js";

/** All that a source holds of one occurrence, in any order. */
export interface OccurrenceEvidence {
  readonly detections: readonly ClassifiedDetection[];
  readonly identifications: readonly Identification[];
}

/** The members of an {@link Occurrence} that `needs` asks for. */
export type DerivedValues = Pick<
  Occurrence,
  | "detectionsCount"
  | "firstAppearance"
  | "lastAppearance"
  | "bestDetection"
  | "bestPrediction"
  | "bestIdentification"
  | "participantCount"
  | "detections"
  | "identifications"
  | "predictions"
>;

type Draft = { -readonly [Member in keyof DerivedValues]: DerivedValues[Member] };

/** Adds what a need asks for. Member by member: objects that are made to be copied cost as much as the work itself. */
const VALUES: { readonly [Need in OccurrenceNeed]: (values: Draft, evidence: OccurrenceEvidence) => void } = {
  detectionFacts(values, { detections }) {
    const { firstAppearance, lastAppearance } = appearance(detections);
    values.detectionsCount = detections.length;
    values.firstAppearance = firstAppearance;
    values.lastAppearance = lastAppearance;
  },
  bestDetection(values, { detections }) {
    values.bestDetection = withoutClassifications(bestDetection(detections));
  },
  bestPrediction(values, { detections }) {
    values.bestPrediction = bestPrediction(detections);
  },
  identificationFacts(values, { identifications }) {
    values.bestIdentification = bestIdentification(identifications);
    values.participantCount = participantCount(identifications);
  },
  detections(values, { detections }) {
    values.detections = detections.toSorted(byId);
  },
  identifications(values, { identifications }) {
    values.identifications = identifications.toSorted(byId);
  },
  predictions(values, { detections }) {
    values.predictions = predictions(detections);
  },
};

/**
 * Works out what a query needs, for sources that hold everything. What is not asked for is absent.
 *
 * @example
 * ```ts
 * export const evidenceOf = (crops: readonly CropRow[], needs: readonly OccurrenceNeed[]) =>
 *   deriveValues({ detections: crops.map(toDetection), identifications: [] }, needs);
 * ```
 */
export function deriveValues(evidence: OccurrenceEvidence, needs: readonly OccurrenceNeed[]): DerivedValues {
  const values: Draft = {};
  for (const need of needs) VALUES[need](values, evidence);
  return values;
}

/** Among detections with a box: the highest score of any classification of it, those without a score last, then the lowest id. */
export function bestDetection(detections: readonly ClassifiedDetection[]): ClassifiedDetection | null {
  const candidates: { readonly detection: ClassifiedDetection; readonly score: number | null }[] = [];
  for (const detection of detections)
    if (detection.bbox !== null) candidates.push({ detection, score: topScore(detection) });
  return first(candidates, (a, b) => byScore(a, b) || byId(a.detection, b.detection))?.detection ?? null;
}

/** Over all classifications of all detections: terminal first, then the highest score, those without one last, then the highest id. */
export function bestPrediction(detections: readonly ClassifiedDetection[]): Classification | null {
  const terminalFirst = (a: Classification, b: Classification) => Number(b.terminal) - Number(a.terminal);
  return first(classificationsOf(detections), (a, b) => terminalFirst(a, b) || byScore(a, b) || byId(b, a));
}

/** Of those not withdrawn: the newest, those of unknown age last, then the highest id. */
export function bestIdentification(identifications: readonly Identification[]): Identification | null {
  const newestFirst = (a: Identification, b: Identification) =>
    nullsLast(a.createdAt, b.createdAt, (x, y) => compareTimestamps(y, x));
  return first(identifications.filter(stands), (a, b) => newestFirst(a, b) || byId(b, a));
}

/** Distinct users with an identification that is not withdrawn; deleted users do not count. */
export function participantCount(identifications: readonly Identification[]): number {
  const users = identifications.filter(stands).flatMap(({ user }) => (user === null ? [] : [user.id]));
  return new Set(users).size;
}

/** The earliest and the latest timestamp of any detection, nulls ignored. */
export function appearance(
  detections: readonly ClassifiedDetection[],
): Required<Pick<Occurrence, "firstAppearance" | "lastAppearance">> {
  const timestamps: string[] = [];
  for (const { timestamp } of detections.toSorted(byId)) if (timestamp !== null) timestamps.push(timestamp);
  return {
    firstAppearance: first(timestamps, compareTimestamps),
    lastAppearance: first(timestamps, (a, b) => compareTimestamps(b, a)),
  };
}

/** Per algorithm the best-scored classification (then the highest id), by algorithm id. Those without an algorithm are left out. */
export function predictions(detections: readonly ClassifiedDetection[]): readonly Classification[] {
  const best = new Map<Id, Classification>();
  for (const classification of classificationsOf(detections).sort((a, b) => byScore(a, b) || byId(b, a))) {
    const { algorithm } = classification;
    if (algorithm !== null && !best.has(algorithm.id)) best.set(algorithm.id, classification);
  }
  return [...best].sort(([a], [b]) => compareIds(a, b)).map(([, classification]) => classification);
}

function classificationsOf(detections: readonly ClassifiedDetection[]): Classification[] {
  return detections.flatMap(({ classifications }) => classifications);
}

function withoutClassifications(detection: ClassifiedDetection | null): Detection | null {
  if (detection === null) return null;
  const { classifications: _, ...own } = detection;
  return own;
}

function stands({ withdrawn }: Identification): boolean {
  return !withdrawn;
}

function topScore({ classifications }: ClassifiedDetection): number | null {
  return first(classifications, byScore)?.score ?? null;
}

type Order<Item> = (a: Item, b: Item) => number;

function byId(a: { readonly id: Id }, b: { readonly id: Id }): number {
  return compareIds(a.id, b.id);
}

/** Highest first, those without a score last. */
function byScore(a: { readonly score: number | null }, b: { readonly score: number | null }): number {
  return nullsLast(scoreOf(a.score), scoreOf(b.score), (x, y) => y - x);
}

function nullsLast<Value>(a: Value | null, b: Value | null, order: Order<Value>): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return order(a, b);
}

function first<Item>(items: readonly Item[], order: Order<Item>): Item | null {
  return items.reduce<Item | null>((best, item) => (best === null || order(item, best) < 0 ? item : best), null);
}

/** A score as it counts. NaN is none: it can be compared with nothing, and databases disagree on where it sorts. */
export function scoreOf(score: number | null): number | null {
  return Number.isNaN(score) ? null : score;
}
