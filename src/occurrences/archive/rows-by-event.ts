import type { Id } from "../../contracts/id.js";
import { compareIds } from "../model/compare-ids.js";
import type { Occurrence } from "../model/occurrence.js";

/** Reads occurrences in the order of their events, an event at a time, and holds no more than a batch. */
export class RowsByEvent implements AsyncDisposable {
  readonly #batches: AsyncIterator<readonly Occurrence[], unknown, undefined>;
  #rows: readonly Occurrence[] = [];
  #at = 0;

  constructor(batches: AsyncIterable<readonly Occurrence[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /**
   * Gives the rest of the events up to this one, piece by piece: each before the next batch is read. Null for all the
   * rest.
   */
  async *upTo(eventId: Id | null): AsyncGenerator<readonly Occurrence[], void, undefined> {
    do {
      const from = this.#at;
      while (this.#at < this.#rows.length && isUpTo(this.#rows[this.#at], eventId)) this.#at += 1;
      if (this.#at > from) yield this.#rows.slice(from, this.#at);
    } while (this.#at === this.#rows.length && (await this.#read()));
  }

  async #read(): Promise<boolean> {
    const step = await this.#batches.next();
    this.#rows = step.done === true ? [] : step.value;
    this.#at = 0;
    return step.done !== true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#batches.return?.();
  }
}

/** Occurrences without an event come last. */
function isUpTo(row: Occurrence | undefined, eventId: Id | null): boolean {
  if (eventId === null) return true;
  return row?.event != null && compareIds(row.event.id, eventId) <= 0;
}
