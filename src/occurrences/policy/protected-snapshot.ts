import type { LeftOutRows, OpenOptions, SnapshotProtection } from "../../contracts/data-source.js";
import { POLICY_APPLIED } from "../../contracts/export-record.js";
import { getDataInBatches } from "../../core/exporters/get-data-in-batches.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import { OCCURRENCE_QUERYSET, type OccurrenceQuery } from "../model/occurrence-query.js";
import type {
  EventSelection,
  OccurrenceSnapshot,
  OccurrenceSource,
  ProjectDescription,
} from "../model/occurrence-source.js";
import { publicEvent } from "./public-event.js";
import { publicOccurrence } from "./public-occurrence.js";
import { asksForPlace, publicQuery } from "./public-query.js";
import { SensitivePlaces } from "./sensitive-places.js";
import { withoutCaptures } from "./without-captures.js";

const FIRST_READ: OccurrenceQuery = Object.freeze({
  ...OCCURRENCE_QUERYSET,
  needs: Object.freeze(["detections", "identifications"] as const),
});

/** A snapshot of which nothing but the public part can be read. Its first read goes over all records, whatever is asked. */
export class ProtectedSnapshot implements OccurrenceSnapshot {
  readonly #snapshot: OccurrenceSnapshot;
  readonly #policy: SensitivityPolicy;
  readonly #opening: OpenOptions;
  #learning: Promise<SensitivePlaces> | null = null;
  #learned: SensitivePlaces | null = null;
  #changed = 0;

  private constructor(snapshot: OccurrenceSnapshot, policy: SensitivityPolicy, opening: OpenOptions) {
    this.#snapshot = snapshot;
    this.#policy = policy;
    this.#opening = opening;
  }

  /** Warnings of the source are passed on without their samples, which name records; the first read gives none. */
  static async open(
    source: Pick<OccurrenceSource, "open">,
    policy: SensitivityPolicy,
    options: OpenOptions,
  ): Promise<ProtectedSnapshot> {
    let opened: ProtectedSnapshot | null = null;
    const warn = (code: string, count: number) => {
      if (opened === null || !opened.#isLearning) options.warn?.(code, count);
    };
    opened = new ProtectedSnapshot(await source.open({ ...options, warn }), policy, options);
    return opened;
  }

  get #isLearning(): boolean {
    return this.#learning !== null && this.#learned === null;
  }

  get protection(): SnapshotProtection | null {
    const places = this.#learned;
    return places === null || places.isEmpty ? null : { grid: places.grid };
  }

  async count(query: OccurrenceQuery): Promise<number> {
    const asked = publicQuery(query, { policy: this.#policy, places: await this.#places() });
    return asked === null ? 0 : await this.#snapshot.count(asked);
  }

  /** Nothing for a query for places: its counts would reveal records that the policy withholds. */
  async leftOut(query: OccurrenceQuery): Promise<LeftOutRows | null> {
    if (asksForPlace(query, this.#policy)) return null;
    return (await this.#snapshot.leftOut?.(query)) ?? null;
  }

  async *batches(query: OccurrenceQuery): AsyncGenerator<readonly Occurrence[], void, undefined> {
    const places = await this.#places();
    const asked = publicQuery(query, { policy: this.#policy, places });
    if (asked === null) return;
    for await (const batch of this.#snapshot.batches(asked)) yield batch.map((row) => this.#publicRow(row, places));
  }

  async *events(
    query: OccurrenceQuery,
    options: EventSelection,
  ): AsyncGenerator<readonly OccurrenceEvent[], void, undefined> {
    const places = await this.#places();
    const asked = publicQuery(query, { policy: this.#policy, places });
    if (asked === null) return;
    const onlyPublic = asksForPlace(query, this.#policy);
    for await (const batch of this.#snapshot.events(asked, options)) {
      const kept = onlyPublic ? batch.filter((event) => places.categoryOfEvent(event) === null) : batch;
      if (kept.length > 0) yield kept.map((event) => this.#publicEvent(event, places));
    }
  }

  async project(): Promise<ProjectDescription> {
    return await this.#snapshot.project();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { version } = this.#policy;
    if (this.#learned !== null) this.#opening.warn?.(POLICY_APPLIED, this.#changed, `policy ${version}`);
    await this.#snapshot[Symbol.asyncDispose]();
  }

  #places(): Promise<SensitivePlaces> {
    this.#learning ??= this.#learn();
    return this.#learning;
  }

  async #learn(): Promise<SensitivePlaces> {
    const places = new SensitivePlaces(this.#policy);
    for await (const batch of getDataInBatches(this.#snapshot, FIRST_READ, this.#opening.signal))
      for (const occurrence of batch) places.learn(occurrence);
    this.#learned = places;
    return places;
  }

  #publicRow(row: Occurrence, places: SensitivePlaces): Occurrence {
    const category = places.categoryOf(row);
    if (category === null) return withoutCaptures(row, (captureId) => places.isWithheld(captureId));
    this.#changed += 1;
    const { projectId } = this.#opening.scope;
    return publicOccurrence(row, { policy: this.#policy, category, projectId });
  }

  #publicEvent(event: OccurrenceEvent, places: SensitivePlaces): OccurrenceEvent {
    const category = places.categoryOfEvent(event);
    const { projectId } = this.#opening.scope;
    return category === null ? event : publicEvent(event, { policy: this.#policy, category, projectId });
  }
}
