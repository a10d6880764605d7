import type { Taxon } from "../../src/occurrences/model/occurrence.js";
import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";
import type { Random } from "./random.js";
import { ALGORITHMS, USERS, type Dataset } from "./season-stations.js";

type Observations = Pick<OccurrenceDataset, "occurrences" | "detections" | "classifications" | "identifications">;
type Mutable<Lists> = { [List in keyof Lists]: Lists[List] extends readonly (infer Item)[] ? Item[] : never };

/** Where occurrences may come from. */
export interface SeasonStage {
  readonly taxa: readonly Taxon[];
  readonly events: readonly Dataset["events"][];
  /** By night, in time order. */
  readonly captures: ReadonlyMap<Dataset["events"]["id"], readonly Dataset["captures"][]>;
}

const COMMENTS = [
  "",
  "",
  "Clear forewing pattern.",
  "=1+1 spots on each wing",
  'he said "certainly", I say perhaps',
  "two lines:\r\nworn,\tbut certain",
  "🦋 beautiful; 'fresh' specimen — très net",
  "-0.5 mm off the usual, @home",
];

/**
 * Fills a season's lists with one occurrence after another. Most are ordinary; a fixed share is odd: not determined, without a
 * detection, with markers only, without an event.
 */
export class SeasonRecords {
  readonly lists: Mutable<Observations> = { occurrences: [], detections: [], classifications: [], identifications: [] };
  readonly #random: Random;
  readonly #stage: SeasonStage;
  /** What the binary classifier calls a moth. */
  readonly #order: Taxon | null;

  constructor(stage: SeasonStage, random: Random) {
    this.#stage = stage;
    this.#order = stage.taxa.find(({ rank }) => rank === "ORDER") ?? null;
    this.#random = random;
  }

  addOccurrence(): void {
    const { occurrences } = this.lists;
    const id = occurrences.length + 1;
    const event = this.#random.pick(this.#stage.events);
    const oddity = id % 50;
    const taxon = this.#random.pick(this.#stage.taxa);
    const prediction = oddity === 13 ? null : this.#addDetections(id, { event, taxon, markersOnly: oddity === 19 });
    const decision = this.#addIdentifications(id, { taxon, prediction, date: event.start.slice(0, 10) });
    const score = decision === null ? (prediction?.score ?? null) : 1;
    occurrences.push({
      id,
      projectId: event.projectId,
      eventId: oddity === 31 ? null : event.id,
      deploymentId: event.deploymentId,
      determinationId: oddity === 7 ? null : (decision ?? taxon).id,
      determinationScore: oddity === 7 ? null : score,
      createdAt: `${event.start.slice(0, 10)}T23:59:00.${100_001 + 2 * (id % 400_000)}`,
      updatedAt: `2023-10-${String(1 + (id % 9)).padStart(2, "0")}T10:00:00`,
    });
  }

  /** A detection that no occurrence was made of, and a marker that the detector found nothing. */
  addLooseDetections(capture: Dataset["captures"]): void {
    this.#addDetection(capture, { occurrenceId: null, bbox: null, path: null });
    const loose = this.#addDetection(capture, { occurrenceId: null, bbox: [1, 2, 31.5, 40], path: null });
    this.#classify(loose, { taxon: null, algorithmId: ALGORITHMS.binary.id, score: 0.07, terminal: false });
  }

  /** One to three boxes on captures of the night, sometimes a marker among them; the best-scored species prediction. */
  #addDetections(
    occurrenceId: number,
    {
      event,
      taxon,
      markersOnly,
    }: { readonly event: Dataset["events"]; readonly taxon: Taxon; readonly markersOnly: boolean },
  ): Dataset["classifications"] | null {
    const captures = this.#stage.captures.get(event.id) ?? [];
    const first = this.#random.int(captures.length);
    const seen = captures.slice(first, first + 1 + this.#random.int(3));
    let best: Dataset["classifications"] | null = null;
    for (const [place, capture] of seen.entries()) {
      const marker = markersOnly || (place > 0 && this.#random.chance(0.05));
      const path = cropPath(occurrenceId, place);
      const detection = this.#addDetection(capture, {
        occurrenceId,
        bbox: marker ? null : this.#box(),
        path: marker ? null : path,
      });
      if (marker) continue;
      const prediction = this.#addClassifications(detection, taxon);
      if (best === null || (prediction.score ?? -1) >= (best.score ?? -1)) best = prediction;
    }
    return best;
  }

  #addDetection(
    capture: Dataset["captures"],
    facts: Pick<Dataset["detections"], "occurrenceId" | "bbox" | "path">,
  ): Dataset["detections"] {
    const detection = {
      id: this.lists.detections.length + 1,
      captureId: capture.id,
      timestamp: this.#random.chance(0.02) ? null : capture.timestamp,
      score: facts.bbox === null ? null : round(0.5 + this.#random.next() / 2),
      algorithmId: ALGORITHMS.detector.id,
      ...facts,
    };
    this.lists.detections.push(detection);
    return detection;
  }

  /** What three classifiers say of a box: the binary one is sure but not terminal. Gives the European one's word. */
  #addClassifications(detection: Dataset["detections"], taxon: Taxon): Dataset["classifications"] {
    this.#classify(detection, {
      taxon: this.#order,
      algorithmId: ALGORITHMS.binary.id,
      score: round(0.9 + this.#random.next() / 10),
      terminal: false,
    });
    if (this.#random.chance(0.5)) {
      const other = this.#random.pick(this.#stage.taxa);
      const score = this.#random.chance(0.1) ? null : round(this.#random.next() * 0.3);
      this.#classify(detection, { taxon: other, algorithmId: ALGORITHMS.worldwide.id, score, terminal: true });
    }
    const score = this.#random.chance(0.02) ? null : round(0.3 + this.#random.next() * 0.699);
    return this.#classify(detection, { taxon, algorithmId: ALGORITHMS.european.id, score, terminal: true });
  }

  #classify(
    detection: Dataset["detections"],
    {
      taxon,
      ...facts
    }: Pick<Dataset["classifications"], "algorithmId" | "score" | "terminal"> & { readonly taxon: Taxon | null },
  ): Dataset["classifications"] {
    const id = this.lists.classifications.length + 1;
    const classification = { id, detectionId: detection.id, taxonId: taxon?.id ?? null, ...facts };
    this.lists.classifications.push(classification);
    return classification;
  }

  /**
   * For three occurrences in ten: one person agrees with the prediction or disagrees, another may agree with that person, and some
   * withdraw. The taxon of the newest identification that stands, or null.
   */
  #addIdentifications(
    occurrenceId: number,
    {
      taxon,
      prediction,
      date,
    }: { readonly taxon: Taxon; readonly prediction: Dataset["classifications"] | null; readonly date: string },
  ): Taxon | null {
    if (!this.#random.chance(0.3)) return null;
    const agrees = prediction !== null && this.#random.chance(0.7);
    const choice = agrees ? taxon : this.#random.pick(this.#stage.taxa);
    const first = this.#identify({
      occurrenceId,
      taxonId: choice.id,
      createdAt: `${date}T08:30:00`,
      agreedWithPredictionId: agrees ? prediction.id : null,
    });
    if (!this.#random.chance(0.4)) return first.withdrawn ? null : choice;
    const second = this.#identify({
      occurrenceId,
      taxonId: choice.id,
      createdAt: `${date}T09:45:10.000251`,
      agreedWithIdentificationId: first.id,
    });
    return first.withdrawn && second.withdrawn ? null : choice;
  }

  #identify(
    facts: Partial<Dataset["identifications"]> &
      Pick<Dataset["identifications"], "occurrenceId" | "taxonId" | "createdAt">,
  ) {
    const identification: Dataset["identifications"] = {
      id: this.lists.identifications.length + 1,
      userId: this.#random.chance(0.05) ? null : this.#random.pick(USERS).id,
      withdrawn: this.#random.chance(0.1),
      comment: this.#random.pick(COMMENTS),
      agreedWithPredictionId: null,
      agreedWithIdentificationId: null,
      ...facts,
    };
    this.lists.identifications.push(identification);
    return identification;
  }

  #box(): readonly number[] {
    const [left, top] = [this.#random.int(3900), this.#random.int(2000)];
    return [left + 0.5, top + 0.25, left + 100 + this.#random.int(80), top + 90.75];
  }
}

/** Most crops lie below the media root; some have an address of their own, some have no picture. */
function cropPath(occurrenceId: number, place: number): string | null {
  if (occurrenceId % 60 === 59) return null;
  const file = `crops/${occurrenceId}-${place}.jpg`;
  return occurrenceId % 45 === 44 ? `https://crops.example.net/${file}` : file;
}

function round(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}
