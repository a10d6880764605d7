import type { OpenOptions, Snapshot } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { type ArchiveRow, unpackRow } from "../../dwca/reader/archive-row.js";
import type { SortedRuns } from "../../dwca/reader/sorted-runs.js";

/** The parts of a snapshot of an archive's rows. */
export interface ArchiveSnapshotOptions<Row> {
  /** The rows of the scope, packed. */
  readonly rows: SortedRuns<Id>;
  /** The terms of their values. */
  readonly terms: readonly string[];
  /** The directory of the rows. */
  readonly scratch: Disposable;
  readonly opening: OpenOptions;
  readonly row: (row: ArchiveRow) => Row;
}

/** One view of an archive's rows. */
export class ArchiveSnapshot<Row> implements Snapshot<Row, (row: Row) => boolean> {
  readonly #parts: ArchiveSnapshotOptions<Row>;
  #closed = false;

  constructor(parts: ArchiveSnapshotOptions<Row>) {
    this.#parts = parts;
  }

  async count(query: (row: Row) => boolean): Promise<number> {
    let count = 0;
    for await (const { length } of this.batches(query)) count += length;
    return count;
  }

  async *batches(query: (row: Row) => boolean): AsyncGenerator<readonly Row[], void, undefined> {
    this.#check();
    const { opening, rows, terms, row: toRow } = this.#parts;
    let batch: Row[] = [];
    let last: Id | null = null;
    for (const { key, text } of rows.read()) {
      if (key === last) throw new ExportError("SOURCE_ORDER_NOT_UNIQUE");
      last = key;
      const row = toRow(unpackRow(text, terms));
      if (query(row)) batch.push(row);
      if (batch.length < opening.batchSize) continue;
      yield batch;
      this.#check();
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#parts.scratch[Symbol.dispose]();
  }

  #check(): void {
    this.#parts.opening.signal.throwIfAborted();
    if (this.#closed) throw new ExportError("SOURCE_FAILED", { retryable: false, message: "The snapshot is closed." });
  }
}
