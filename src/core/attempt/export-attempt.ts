import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord, ExportWarning } from "../../contracts/export-record.js";
import type { ExportRun, ExportSpec } from "../../contracts/exporter.js";
import type { Scope } from "../../contracts/scope.js";
import { AttemptFiles } from "../files/attempt-files.js";
import { createAbort } from "../../async/abort.js";
import { addLog } from "../lifecycle/job-stages.js";
import { ProgressTracker } from "./progress-tracker.js";
import { mayReadExact } from "../ports/authorize.js";
import type { ResolvedOptions } from "../ports/service-options.js";

const MOST_SKIPPED_LISTED = 100;

/** One attempt at an export: its token, its abort, its temp files, and what its exporter has said so far. */
export class ExportAttempt implements AsyncDisposable {
  readonly scope: Scope;
  readonly progress: ProgressTracker;
  readonly #abort = createAbort();
  readonly #files: AttemptFiles;
  readonly #rowLimit: number;
  readonly #mayReadExact: () => Promise<boolean>;
  readonly #maxBytes: number | undefined;
  readonly #warnings = new Map<string, ExportWarning>();
  readonly #skippedRows: string[] = [];
  #total: number | null = null;
  #exported: number | null = null;
  #skipped = 0;

  constructor(
    host: Pick<ResolvedOptions, "tempDirectory" | "limits" | "retries" | "authorizer" | "leaseMs">,
    record: Pick<ExportRecord, "projectId" | "user" | "job">,
    readonly token: string,
  ) {
    const { projectId, user } = record;
    this.scope = Object.freeze({ projectId, userId: user.id });
    this.progress = new ProgressTracker(startLogs(record.job, host.retries.attempts));
    this.#files = new AttemptFiles(host.tempDirectory, token);
    this.#mayReadExact = () => mayReadExact(host, this.scope);
    this.#maxBytes = host.limits.bytes;
    this.#rowLimit = host.limits.rows ?? Number.POSITIVE_INFINITY;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Returns the run that the attempt's exporter works with. */
  runOf(dataExport: ExportSpec): ExportRun {
    return Object.freeze<ExportRun>({
      dataExport,
      scope: this.scope,
      signal: this.signal,
      ...(this.#maxBytes === undefined ? {} : { maxBytes: this.#maxBytes }),
      tempFile: (name) => this.#tempFile(name),
      expected: (total) => this.#expected(total),
      exported: (count) => this.#addExported(count),
      skipped: (error) => this.#addSkipped(error),
      warn: (code, count, sample) => this.warn(code, count, sample),
      mayReadExact: this.#mayReadExact,
    });
  }

  /** Ends the attempt; the first reason counts. */
  abort(reason: ExportError): void {
    this.#abort.abort(reason);
  }

  async #tempFile(name: string): Promise<string> {
    this.signal.throwIfAborted();
    return await this.#files.create(name);
  }

  ownsTempFile(path: string): boolean {
    return this.#files.owns(path);
  }

  #expected(total: number): void {
    this.#total = total;
    this.progress.expect(total);
    if (total > this.#rowLimit) throw new ExportError("ROW_LIMIT");
  }

  #addExported(count: number): void {
    this.#exported = (this.#exported ?? 0) + count;
    this.progress.addExported(count);
    if (this.#exported > this.#rowLimit) throw new ExportError("ROW_LIMIT");
  }

  #addSkipped(error: ExportError): void {
    this.#skipped += 1;
    const place = error.details[0]?.path.join("/");
    if (place !== undefined && this.#skippedRows.length < MOST_SKIPPED_LISTED) this.#skippedRows.push(place);
  }

  warn(code: string, count: number, sample?: string): void {
    const { count: before, sample: first } = this.#warnings.get(code) ?? { count: 0, sample: sample ?? null };
    this.#warnings.set(code, { code, count: before + count, sample: first });
  }

  /** Rows written; null when the exporter has reported neither rows nor how many to expect. */
  get recordCount(): number | null {
    return this.#exported ?? (this.#total === null ? null : 0);
  }

  /** The warnings for the reader of the file. Rows left out are listed up to a hundred. */
  get warnings(): readonly ExportWarning[] {
    const skipped: ExportWarning = {
      code: "ROWS_SKIPPED",
      count: this.#skipped,
      sample: this.#skippedRows.join(", ") || null,
    };
    const empty = { null: "ROWS_NOT_REPORTED", 0: "NO_ROWS" }[String(this.recordCount)];
    return [
      ...this.#warnings.values(),
      ...(this.#skipped > 0 ? [skipped] : []),
      ...(empty === undefined ? [] : [{ code: empty, count: 1, sample: null }]),
    ];
  }

  /** @throws ExportError `COUNT_MISMATCH` when rows written and skipped are not the rows the snapshot counted. */
  checkCounts(): void {
    const exported = this.#exported ?? 0;
    if (this.#total === null || exported + this.#skipped === this.#total) return;
    const message = `The snapshot has ${this.#total} rows, but ${exported} were written and ${this.#skipped} skipped.`;
    throw new ExportError("COUNT_MISMATCH", { message });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#files[Symbol.asyncDispose]();
  }
}

/** The logs with which an attempt starts; only one that follows another says so. */
function startLogs({ attempts, progress }: ExportRecord["job"], most: number): readonly string[] {
  return attempts > 1 ? addLog(progress.logs, `Attempt ${attempts} of ${most} has started.`) : progress.logs;
}
