import type { OpenOptions } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { compareIds } from "../../occurrences/compare-ids.js";
import type { Occurrence, OccurrenceEvent } from "../../occurrences/occurrence.js";
import type { OccurrenceQuery } from "../../occurrences/occurrence-query.js";
import type { OccurrenceSnapshot, ProjectFacts } from "../../occurrences/occurrence-source.js";
import { indexDataset, type DatasetIndex, type DatasetRow } from "./dataset-index.js";
import { MemoryView } from "./memory-view.js";
import type { OccurrenceDataset } from "./occurrence-dataset.js";
import { OccurrenceReader } from "./occurrence-reader.js";
import { isValid, restrictionTest } from "./restriction-test.js";
import { uniqueOrder } from "./unique-order.js";

/** One view of a dataset that nobody changes any more, as far as the scope's project goes. */
export class MemoryOccurrenceSnapshot implements OccurrenceSnapshot {
  readonly #projectId: Id;
  readonly #occurrences: readonly DatasetRow<"occurrences">[];
  readonly #events: readonly DatasetRow<"events">[];
  readonly #index: DatasetIndex;
  readonly #reader: OccurrenceReader;
  readonly #view: MemoryView;

  constructor(dataset: OccurrenceDataset, { mediaRoot, ...options }: OpenOptions & { readonly mediaRoot: string | null }) {
    this.#view = new MemoryView(options);
    this.#projectId = options.scope.projectId;
    this.#occurrences = dataset.occurrences.filter(({ projectId }) => projectId === this.#projectId);
    this.#events = dataset.events.filter(({ projectId }) => projectId === this.#projectId);
    this.#index = indexDataset(dataset);
    this.#reader = new OccurrenceReader(this.#index, mediaRoot);
  }

  async count(query: OccurrenceQuery): Promise<number> {
    this.#view.check();
    return this.#select(query).length;
  }

  batches(query: OccurrenceQuery): AsyncIterable<readonly Occurrence[]> {
    return this.#view.batches(
      () => this.#inOrder(query),
      (row) => this.#reader.occurrence(row, query.needs),
    );
  }

  events(query: OccurrenceQuery, { empty }: { readonly empty: "include" | "omit" }): AsyncIterable<readonly OccurrenceEvent[]> {
    const selectEvents = () => {
      const withOccurrences = new Set(this.#select(query).map(({ eventId }) => eventId));
      const events = empty === "include" ? this.#events : this.#events.filter(({ id }) => withOccurrences.has(id));
      return uniqueOrder(events, ({ id }) => id);
    };
    return this.#view.batches(selectEvents, (row) => this.#reader.event(row));
  }

  /** @throws ExportError `SOURCE_FAILED`, not retryable, when there is no such project. */
  async project(): Promise<ProjectFacts> {
    this.#view.check();
    const { defaults: _, ...facts } = this.#project();
    return facts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#view.close();
  }

  #project(): DatasetRow<"projects"> {
    const project = this.#index.project(this.#projectId);
    if (project === null) throw new ExportError("SOURCE_FAILED", { retryable: false, message: "There is no such project." });
    return project;
  }

  #select({ restrictions }: OccurrenceQuery): readonly DatasetRow<"occurrences">[] {
    if (this.#occurrences.length === 0) return [];
    const context = { index: this.#index, defaults: this.#project().defaults };
    const tests = restrictions.map((restriction) => restrictionTest(restriction, context));
    return this.#occurrences.filter((row) => isValid(row, this.#index) && tests.every((test) => test(row)));
  }

  #inOrder(query: OccurrenceQuery): readonly DatasetRow<"occurrences">[] {
    const byId = uniqueOrder(this.#select(query), ({ id }) => id);
    return query.order === "id" ? byId : byId.toSorted((a, b) => compareEventIds(a.eventId, b.eventId));
  }
}

/** Those without an event last; the sort is stable, so that occurrences of one event stay by id. */
function compareEventIds(a: Id | null, b: Id | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareIds(a, b);
}
