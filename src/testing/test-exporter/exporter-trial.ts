import assert from "node:assert/strict";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportStatus } from "../../contracts/export-record.js";
import { readTempFile } from "../../core/files/temp-file.js";
import { soon } from "../contract/soon.js";
import type { ExporterObserver } from "./observed-exporter.js";

/** The points at which a trial breaks in, in rows written. It must break in, or the trial proves nothing. */
export interface TrialFaults {
  readonly failAfterRows?: number | undefined;
  readonly cancelAfterRows?: number | undefined;
}

/** Watches one run of an exporter, breaks in at the row that it was given, and knows what must be gone in the end. */
export class ExporterTrial implements ExporterObserver {
  readonly #faults: TrialFaults;
  readonly #paths: string[] = [];
  #rows = 0;
  #ending: ExportStatus | null = null;
  #outcome: Promise<unknown> = Promise.resolve();
  /** The error that `export` threw. */
  thrown: unknown = undefined;
  /** The number of rows that the exporter said to expect; null when it said nothing. */
  total: number | null = null;
  /** False as long as rows to read are there and nobody has opened them. */
  readsRows = true;
  /** Asks for the cancel. */
  cancel: () => Promise<unknown> = () => Promise.resolve();
  /** Settles when a cancel that was asked for has been noted. */
  cancelling: Promise<unknown> = Promise.resolve();

  constructor(faults: TrialFaults) {
    this.#faults = faults;
  }

  tempFile(path: string): void {
    this.#paths.push(path);
  }

  expected(total: number): void {
    this.total = total;
  }

  exported(count: number): void {
    const { failAfterRows, cancelAfterRows } = this.#faults;
    this.#rows += count;
    if (failAfterRows !== undefined && this.#rows >= failAfterRows) {
      this.#ending = "failed";
      throw new ExportError("SOURCE_FAILED");
    }
    if (this.#ending !== null || cancelAfterRows === undefined || this.#rows < cancelAfterRows) return;
    this.#ending = "cancelled";
    // One that is refused shows in how the export ends.
    this.cancelling = this.cancel().catch(() => undefined);
  }

  exporting(outcome: Promise<string>): void {
    this.#outcome = outcome.catch((error: unknown) => {
      this.thrown = error;
    });
  }

  /** Asserts that the exporter read what it was to read, was broken into as planned, and ended because of it. */
  assertEnding(status: ExportStatus): void {
    assert.ok(
      this.readsRows,
      "The exporter never opened the source of getSource(), so that the rows given were not read.",
    );
    const { failAfterRows, cancelAfterRows } = this.#faults;
    const planned = failAfterRows ?? cancelAfterRows;
    if (planned === undefined) return;
    assert.ok(
      this.#ending !== null,
      `The exporter reported ${this.#rows} rows, so that nothing happened after ${planned}.`,
    );
    assert.equal(
      status,
      this.#ending,
      `The export ${status} although it was to be ${this.#ending} after ${planned} rows.`,
    );
  }

  /** Asserts that the exporter no longer works, and its temp files are gone. */
  async assertNothingLeft(patienceMs: number): Promise<void> {
    await soon(this.#outcome, { ms: patienceMs, what: "The exporter's end, after that of its export," });
    for (const path of this.#paths) assert.ok(await isGone(path), "A temp file is left.");
  }
}

async function isGone(path: string): Promise<boolean> {
  try {
    for await (const _ of readTempFile(path)) return false;
    return false;
  } catch (error) {
    return ExportError.is(error) && (error.cause as NodeJS.ErrnoException).code === "ENOENT";
  }
}
