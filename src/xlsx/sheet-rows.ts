import type { TypedRow } from "../formats/typed-reader.js";

/** Deals rows out to sheets of a bounded length, batch by batch. */
export class SheetRows<Row> {
  readonly #batches: AsyncIterator<readonly TypedRow<Row>[]>;
  #rest: readonly TypedRow<Row>[] = [];
  #count = 0;

  constructor(batches: AsyncIterable<readonly TypedRow<Row>[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** The number of rows that sheets have had so far. */
  get count(): number {
    return this.#count;
  }

  /** Gives the next rows, at most so many. */
  async *next(most: number): AsyncGenerator<readonly TypedRow<Row>[], void, undefined> {
    for (let room = most; room > 0 && (await this.hasMore());) {
      const rows = this.#rest.slice(0, room);
      this.#rest = this.#rest.slice(room);
      this.#count += rows.length;
      room -= rows.length;
      yield rows;
    }
  }

  async hasMore(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const step = await this.#batches.next();
      if (step.done === true) return false;
      this.#rest = step.value;
    }
    return true;
  }

  /** Ends the reading, early or not. */
  async end(): Promise<void> {
    await this.#batches.return?.();
  }
}
