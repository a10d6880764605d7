import type { OpenOptions } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import { checkBatchSize } from "../../rows/row-limits.js";

/** The common part of snapshots in memory: they end on abort and on disposal, and hand rows out in batches. */
export class MemoryView {
  readonly #options: OpenOptions;
  #closed = false;

  /** @throws TypeError when `batchSize` is not an integer from 1. */
  constructor(options: OpenOptions) {
    checkBatchSize(options.batchSize);
    options.signal.throwIfAborted();
    this.#options = options;
  }

  /** @throws ExportError `SOURCE_FAILED`, not retryable, after `close`; the signal's reason after an abort. */
  check(): void {
    this.#options.signal.throwIfAborted();
    if (this.#closed) throw new ExportError("SOURCE_FAILED", { retryable: false, message: "The snapshot is closed." });
  }

  /** Selects when the reading begins, and makes each item only when its batch is due. */
  async *batches<Selected, Item>(
    select: () => readonly Selected[],
    read: (selected: Selected) => Item,
  ): AsyncGenerator<readonly Item[], void, undefined> {
    this.check();
    const selected = select();
    for (let from = 0; from < selected.length; from += this.#options.batchSize) {
      yield selected.slice(from, from + this.#options.batchSize).map(read);
      this.check();
    }
  }

  close(): void {
    this.#closed = true;
  }
}
