import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord, ExportWarning } from "../../contracts/export-record.js";
import type { ExportRun, ExportSpec } from "../../contracts/exporter.js";
import type { Scope } from "../../contracts/scope.js";
import { AttemptFiles } from "../temp-files/attempt-files.js";
import { createAbort } from "../ports/create-abort.js";
import { ProgressTracker } from "./progress-tracker.js";
import type { ServiceParts } from "../service-parts.js";

const MOST_SKIPPED_LISTED = 100;

/** One attempt at an export: its token, its abort, its temp files, and what its exporter has said so far. */
export class ExportAttempt implements ExportRun, AsyncDisposable {
  readonly dataExport: ExportSpec;
  readonly scope: Scope;
  readonly progress: ProgressTracker = new ProgressTracker();
  readonly #abort = createAbort();
  readonly #files: AttemptFiles;
  readonly #rowLimit: number;
  readonly #warnings = new Map<string, ExportWarning>();
  readonly #skippedRows: string[] = [];
  #total: number | null = null;
  #exported = 0;
  #skipped = 0;

  constructor(
    parts: Pick<ServiceParts, "tempDirectory" | "limits">,
    record: Pick<ExportRecord, "id" | "projectId" | "user" | "format" | "filters">,
    readonly token: string,
  ) {
    const { id, projectId, user, format, filters } = record;
    this.dataExport = Object.freeze({ id, projectId, userId: user.id, format, filters });
    this.scope = Object.freeze({ projectId, userId: user.id });
    this.#files = new AttemptFiles(parts.tempDirectory, token);
    this.#rowLimit = parts.limits.rows ?? Number.POSITIVE_INFINITY;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends the attempt; the first reason counts. */
  abort(reason: ExportError): void {
    this.#abort.abort(reason);
  }

  async tempFile(name: string): Promise<string> {
    this.signal.throwIfAborted();
    return await this.#files.create(name);
  }

  ownsTempFile(path: string): boolean {
    return this.#files.owns(path);
  }

  expected(total: number): void {
    this.#total = total;
    this.progress.expect(total);
    if (total > this.#rowLimit) throw new ExportError("ROW_LIMIT");
  }

  exported(count: number): void {
    this.#exported += count;
    this.progress.addExported(count);
    if (this.#exported > this.#rowLimit) throw new ExportError("ROW_LIMIT");
  }

  skipped(error: ExportError): void {
    this.#skipped += 1;
    const place = error.details[0]?.path.join("/");
    if (place !== undefined && this.#skippedRows.length < MOST_SKIPPED_LISTED) this.#skippedRows.push(place);
  }

  warn(code: string, count: number, sample?: string): void {
    const { count: before, sample: first } = this.#warnings.get(code) ?? { count: 0, sample: sample ?? null };
    this.#warnings.set(code, { code, count: before + count, sample: first });
  }

  /** Rows written. */
  get recordCount(): number {
    return this.#exported;
  }

  /** What the reader of the file should know; rows left out are listed up to a hundred. */
  get warnings(): readonly ExportWarning[] {
    const skipped: ExportWarning = { code: "ROWS_SKIPPED", count: this.#skipped, sample: this.#skippedRows.join(", ") || null };
    return [...this.#warnings.values(), ...(this.#skipped > 0 ? [skipped] : [])];
  }

  /** @throws ExportError `COUNT_MISMATCH` when rows written and skipped are not the rows the snapshot counted. */
  checkCounts(): void {
    if (this.#total === null || this.#exported + this.#skipped === this.#total) return;
    const message = `The snapshot has ${this.#total} rows, but ${this.#exported} were written and ${this.#skipped} skipped.`;
    throw new ExportError("COUNT_MISMATCH", { message });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#files[Symbol.asyncDispose]();
  }
}
