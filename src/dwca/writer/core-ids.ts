import { linesOf } from "../../packages/lines-of.js";

/**
 * The ids of the core's rows, read again in the order in which they were written, to hold extension rows against them.
 * It is a merge, so that neither side is held in memory.
 */
export class CoreIds implements AsyncDisposable {
  /** The core row that has been reached; null before the first. */
  current: string | null = null;
  readonly #lines: AsyncGenerator<string, void, undefined>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#lines = linesOf(chunks);
  }

  /** Goes on to the core row with this id; false when neither the current nor a later row has it. */
  async reach(id: string): Promise<boolean> {
    while (this.current !== id) {
      const step = await this.#lines.next();
      if (step.done === true) return false;
      this.current = step.value;
    }
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lines.return();
  }
}
