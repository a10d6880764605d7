import { type PackageRow, rowOf } from "../../data-package/package-rows.js";
import type { Warn } from "../../data-package/row-encoder.js";
import type { Id } from "../../contracts/id.js";
import type { Capture, ClassifiedDetection, Deployment, Occurrence } from "../model/occurrence.js";
import { personLabel } from "../model/person-label.js";
import { regionOf } from "../model/region.js";
import { CLASSIFICATION_MAP, MEDIA_MAP, OBSERVATION_MAP } from "./camtrap-maps.js";
import type { CamtrapDataset, Consensus, MediaRow, ObservationRow } from "./camtrap-rows.js";
import type { OccurrenceTimes } from "./occurrence-times.js";
import type { TimeSpan } from "../../camtrap-dp/time-span.js";
import { LIFE_STAGES, SEXES, wordOf } from "./vocabulary.js";

/** An occurrence that can be written, and what its rows are made with. */
export interface Observed {
  readonly occurrence: Occurrence;
  readonly deployment: Deployment;
  readonly span: TimeSpan;
  readonly times: OccurrenceTimes;
  readonly type: string;
  /** Whether the file has the table of other opinions. */
  readonly hasOpinions: boolean;
  readonly warn: Warn;
}

type Rows = Generator<PackageRow<CamtrapDataset>, void, undefined>;
type Pictured = Omit<MediaRow, "timestamp"> & { readonly detection: ClassifiedDetection; readonly span: TimeSpan };

/** The rows of an occurrence: its pictures, its observation as a whole, those on pictures, and what else was said of it. */
export function* observedRows(observed: Observed): Rows {
  const { occurrence, deployment, span, type, hasOpinions, warn } = observed;
  const consensus = consensusOf(observed);
  const pictured = [...picturesOf(observed)];
  for (const { capture, url, span: taken } of pictured)
    yield rowOf(MEDIA_MAP, { capture, url, deployment, timestamp: taken.start });
  countUnsaid(occurrence, warn);
  const nightId = occurrence.event?.id ?? null;
  const shared = { occurrence, deployment, nightId, type };
  const comments = [occurrence.remarks, consensus.comment].filter((text) => text != null && text !== "") as string[];
  const whole = { ...shared, kind: "event", id: occurrence.id, capture: null, span, region: null } as const;
  yield rowOf(OBSERVATION_MAP, { ...whole, consensus, comments });
  for (const { capture, detection, span: taken } of pictured) {
    const region = regionOf({ kind: "crop", capture, detection, url: null, occurrence });
    if (region === null) warn("BOX_LEFT_OUT", 1, `observations, ${occurrence.id}`);
    const seen: Omit<ObservationRow, "consensus"> = {
      ...{ ...shared, kind: "media", id: detection.id, capture, span: taken },
      ...{ region, comments: [] },
    };
    yield rowOf(OBSERVATION_MAP, { ...seen, consensus: onPicture(consensus, detection, occurrence) });
  }
  if (hasOpinions) yield* opinionsOf(observed, new Set(pictured.map(({ capture }) => capture.id)));
}

/** The person whose identification decides, else the algorithm with the best prediction. */
function consensusOf({ occurrence, times }: Observed): Consensus {
  const { bestIdentification: said, bestPrediction: predicted } = occurrence;
  if (said != null) {
    const [by, timestamp] = [personLabel(said.user), times.ofRecord(said.createdAt)];
    return { method: "human", by, timestamp, probability: null, comment: said.comment || null };
  }
  if (predicted == null) return { method: null, by: null, timestamp: null, probability: null, comment: null };
  const probability = Number.isNaN(predicted.score) ? null : predicted.score;
  const by = predicted.algorithm?.name ?? null;
  return { method: "machine", by, timestamp: times.ofRecord(predicted.createdAt), probability, comment: null };
}

/** The probability is that of the picture on which the prediction was made. */
function onPicture(consensus: Consensus, { classifications }: ClassifiedDetection, occurrence: Occurrence): Consensus {
  const isOwn = classifications.some(({ id }) => id === occurrence.bestPrediction?.id);
  return { ...consensus, probability: isOwn ? consensus.probability : null, comment: null };
}

/** Detections on pictures that have an address and a time; others are counted. */
function* picturesOf({ occurrence, deployment, times, warn }: Observed): Generator<Pictured, void, undefined> {
  for (const detection of occurrence.detections ?? []) {
    const { capture, bbox } = detection;
    if (bbox === null) continue;
    const timestamp = capture?.timestamp ?? detection.timestamp;
    if (capture === null || timestamp === null || !isPath(capture.url)) {
      warn("MEDIA_LEFT_OUT", 1, `media, ${occurrence.id}`);
      continue;
    }
    yield { detection, capture, url: capture.url, deployment, span: times.at(timestamp, deployment) };
  }
}

/** The form that the standard asks of a file's path. */
function isPath(url: Capture["url"]): url is string {
  return url !== null && url !== "" && !/^[./~]|\.\.|[\r\n]/.test(url);
}

/** Everything that is not the consensus, and names a taxon. What names none is counted. */
function* opinionsOf({ occurrence, deployment, times, warn }: Observed, pictured: ReadonlySet<Id>): Rows {
  const { bestIdentification: said, bestPrediction: predicted } = occurrence;
  const unnamed = () => warn("OPINIONS_LEFT_OUT", 1, `classifications, ${occurrence.id}`);
  for (const { capture, classifications } of occurrence.detections ?? []) {
    const shown = capture !== null && pictured.has(capture.id) ? capture : null;
    for (const classification of classifications) {
      if (said == null && classification.id === predicted?.id) continue;
      if (classification.taxon === null) {
        unnamed();
        continue;
      }
      const opinion = { kind: "prediction", classification } as const;
      const timestamp = times.ofRecord(classification.createdAt);
      yield rowOf(CLASSIFICATION_MAP, { occurrence, deployment, capture: shown, opinion, timestamp });
    }
  }
  for (const identification of occurrence.identifications ?? []) {
    if (identification.id === said?.id) continue;
    if (identification.taxon === null) {
      unnamed();
      continue;
    }
    const opinion = { kind: "identification", identification } as const;
    const timestamp = times.ofRecord(identification.createdAt);
    yield rowOf(CLASSIFICATION_MAP, { occurrence, deployment, capture: null, opinion, timestamp });
  }
}

/** Words that are none of the standard's. */
function countUnsaid({ id, sex, lifeStage }: Occurrence, warn: Warn): void {
  if (sex && wordOf(sex, SEXES) === null) warn("VALUES_LEFT_OUT", 1, `observations, ${id}, sex`);
  if (lifeStage && wordOf(lifeStage, LIFE_STAGES) === null)
    warn("VALUES_LEFT_OUT", 1, `observations, ${id}, lifeStage`);
}
