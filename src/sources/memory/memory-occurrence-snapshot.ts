import type { LeftOutRows, OpenOptions } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { compareIds } from "../../occurrences/model/compare-ids.js";
import type { Occurrence, OccurrenceEvent } from "../../occurrences/model/occurrence.js";
import type { OccurrenceQuery } from "../../occurrences/model/occurrence-query.js";
import type {
  EventSelection,
  OccurrenceSnapshot,
  ProjectDescription,
} from "../../occurrences/model/occurrence-source.js";
import { indexDataset, type DatasetIndex, type DatasetRow } from "./dataset-index.js";
import { emptyStanding } from "./empty-events.js";
import { leftOutRows } from "./left-out.js";
import { MemoryView } from "./memory-view.js";
import type { OccurrenceDataset } from "./occurrence-dataset.js";
import { type MediaOptions, OccurrenceReader } from "./occurrence-reader.js";
import { isValid, type OwnTests, type RestrictionContext, restrictionTest } from "./restriction-test.js";
import { uniqueOrder } from "./unique-order.js";

/** The options that open a snapshot of a dataset. */
export interface MemorySnapshotOptions extends OpenOptions, MediaOptions {
  readonly own: OwnTests;
}

/** One view of a dataset that nobody changes any more, as far as the scope's project goes. */
export class MemoryOccurrenceSnapshot implements OccurrenceSnapshot {
  readonly #projectId: Id;
  readonly #userId: Id;
  readonly #dataset: OccurrenceDataset;
  readonly #occurrences: readonly DatasetRow<"occurrences">[];
  readonly #events: readonly DatasetRow<"events">[];
  readonly #index: DatasetIndex;
  readonly #reader: OccurrenceReader;
  readonly #view: MemoryView;
  readonly #own: OwnTests;

  constructor(dataset: OccurrenceDataset, { mediaRoot, own, ...options }: MemorySnapshotOptions) {
    this.#view = new MemoryView(options);
    this.#projectId = options.scope.projectId;
    this.#userId = options.scope.userId;
    this.#dataset = dataset;
    this.#occurrences = dataset.occurrences.filter(({ projectId }) => projectId === this.#projectId);
    this.#events = dataset.events.filter(({ projectId }) => projectId === this.#projectId);
    this.#index = indexDataset(dataset);
    this.#own = own;
    this.#reader = new OccurrenceReader(this.#index, { mediaRoot, warn: options.warn });
  }

  async count(query: OccurrenceQuery): Promise<number> {
    this.#view.check();
    return this.#select(query).length;
  }

  async leftOut(query: OccurrenceQuery): Promise<LeftOutRows> {
    this.#view.check();
    return leftOutRows(this.#occurrences, query, this.#context);
  }

  batches(query: OccurrenceQuery): AsyncIterable<readonly Occurrence[]> {
    return this.#view.batches(
      () => this.#inOrder(query),
      (row) => this.#reader.occurrence(row, query.needs),
    );
  }

  events(query: OccurrenceQuery, selection: EventSelection): AsyncIterable<readonly OccurrenceEvent[]> {
    return this.#view.batches(
      () => this.#selectEvents(query, selection),
      ({ row, isEmpty }) => ({ ...this.#reader.event(row), ...(isEmpty ? { isEmpty } : {}) }),
    );
  }

  /** @throws ExportError `SOURCE_FAILED`, not retryable, when the project does not exist. */
  async project(): Promise<ProjectDescription> {
    this.#view.check();
    const { defaults: _, ...facts } = this.#project();
    return facts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#view.close();
  }

  #project(): DatasetRow<"projects"> {
    const project = this.#index.project(this.#projectId);
    if (project === null)
      throw new ExportError("SOURCE_FAILED", {
        retryable: false,
        message: "This project does not exist in the source.",
      });
    return project;
  }

  #selectEvents(query: OccurrenceQuery, { empty, onLeftOut }: EventSelection) {
    const seen = new Set(this.#select(query).map(({ eventId }) => eventId));
    const among = empty === "omit" ? this.#events.filter(({ id }) => seen.has(id)) : this.#events;
    const inOrder = uniqueOrder(among, ({ id }) => id);
    if (empty === "omit") return inOrder.map((row) => ({ row, isEmpty: false }));
    const standing = emptyStanding(query, { index: this.#index, occurrences: this.#dataset.occurrences });
    const all = inOrder.map((row) => ({ row, standing: seen.has(row.id) ? "seen" : standing(row) }) as const);
    const leftOut = all.filter((event) => event.standing === "left_out").length;
    if (leftOut > 0) onLeftOut?.(leftOut);
    return all
      .filter((event) => event.standing === "seen" || event.standing === "empty")
      .map((event) => ({ row: event.row, isEmpty: event.standing === "empty" }));
  }

  get #context(): RestrictionContext {
    const defaults = this.#occurrences.length === 0 ? NO_DEFAULTS : this.#project().defaults;
    return { index: this.#index, defaults, userId: this.#userId, own: this.#own, reader: this.#reader };
  }

  #select({ restrictions }: OccurrenceQuery): readonly DatasetRow<"occurrences">[] {
    const context = this.#context;
    const tests = restrictions.map((restriction) => restrictionTest(restriction, context));
    return this.#occurrences.filter((row) => isValid(row, this.#index) && tests.every((test) => test(row)));
  }

  #inOrder(query: OccurrenceQuery): readonly DatasetRow<"occurrences">[] {
    const byId = uniqueOrder(this.#select(query), ({ id }) => id);
    return query.order === "id" ? byId : byId.toSorted((a, b) => compareEventIds(a.eventId, b.eventId));
  }
}

/** Without occurrences nobody asks; the project may not exist. */
const NO_DEFAULTS = Object.freeze({ scoreThreshold: 0, includeTaxonIds: [], excludeTaxonIds: [] });

/** Those without an event last; the sort is stable, so that occurrences of one event stay by id. */
function compareEventIds(a: Id | null, b: Id | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareIds(a, b);
}
