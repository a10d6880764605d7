import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { fitsTimer, LONGEST_TIMER_MS } from "../async/time-limit.js";
import type { ExportAction } from "../contracts/authorizer.js";
import { ExportError } from "../contracts/export-error.js";
import { type ExportRecord, isDamaged } from "../contracts/export-record.js";
import type { Id } from "../contracts/id.js";
import { type Actor, type ChangeOptions, permittedActions } from "./ports/authorize.js";
import { cancelExport, deleteExport, retryExport } from "./requests/change-export.js";
import { checkService, type CheckOptions, type ServiceProblem } from "./health/check-service.js";
import { serviceStats, type ServiceStats } from "./health/service-stats.js";
import { createExport, type CreateExportOptions } from "./requests/create-export.js";
import { settleDamaged, reapExports } from "./reap-exports.js";
import { DataExportJob } from "./attempt/data-export-job.js";
import { describeFormats, type FormatDescription } from "./requests/describe-formats.js";
import { findExport } from "./requests/find-export.js";
import { listExports, type ExportPage, type ListExportsOptions } from "./requests/list-exports.js";
import { findExportFile, type ExportFile } from "./requests/export-file.js";
import { type ExportServiceOptions, resolveOptions, type ResolvedOptions } from "./ports/service-options.js";
import { type DraftOptions, type ExportDraft, useDraft } from "./requests/prepare-export.js";
import { waitForEnd, type WaitOptions } from "./requests/wait-for-end.js";
import { updateExport } from "./requests/update-export.js";

/**
 * Everything a host does with exports. Any number of services, in any number of processes, may work over the same store and storage.
 *
 * Every method that takes a user asks the authorizer first, and throws an ExportError `NOT_FOUND`, `PERMISSION_DENIED` or
 * `UNAUTHENTICATED` where it does not allow.
 */
export class ExportService {
  readonly #host: ResolvedOptions;
  readonly #running = new Map<Id, DataExportJob>();

  /** Does no I/O. @throws TypeError when a required option is missing. */
  constructor(options: ExportServiceOptions) {
    this.#host = resolveOptions(options);
  }

  /**
   * Checks a request, records the export with its job, and enqueues it.
   *
   * @param body - untrusted: `{ project, format, filters? }`, strict; `filters: null` means none.
   * @throws ExportError `INVALID_REQUEST`, `UNKNOWN_FORMAT`, `INVALID_FILTERS` with every problem at once; `LIMIT_REACHED`,
   * `IDEMPOTENCY_CONFLICT`. Then nothing has been recorded.
   */
  create(body: unknown, options: CreateExportOptions): Promise<ExportRecord> {
    return createExport(this.#host, body, options);
  }

  /**
   * Checks a request as `create` does, and lends the exporter that would make its file. Records nothing. What `use` reads ends with it.
   *
   * @throws ExportError what `create` throws before it looks at rows; whatever `use` throws.
   */
  draft<Result>(body: unknown, options: DraftOptions, use: (draft: ExportDraft) => Promise<Result>): Promise<Result> {
    return useDraft(this.#host, { ...options, body, action: "create" }, use);
  }

  /** One export. */
  get(id: Id, { user }: Actor): Promise<ExportRecord> {
    return findExport(this.#host, id, { user, action: "read" });
  }

  /** A page of exports. */
  list(options: ListExportsOptions): Promise<ExportPage> {
    return listExports(this.#host, options);
  }

  /**
   * Changes format, filters or options. A real change withdraws the file and runs the export again.
   *
   * @param body - untrusted: `{ project?, format?, filters?, options? }`, strict, checked as in `create`. What it leaves out stays; the
   * project must be the export's own.
   * @throws ExportError `EXPORT_ACTIVE` while it runs, `VERSION_CONFLICT`, and what `create` throws.
   */
  update(id: Id, body: unknown, options: ChangeOptions): Promise<ExportRecord> {
    return updateExport(this.#host, id, body, options);
  }

  /** Cancels a waiting export at once, a running one soon. @throws ExportError `NOT_CANCELLABLE`, `VERSION_CONFLICT`. */
  async cancel(id: Id, options: ChangeOptions): Promise<ExportRecord> {
    const record = await cancelExport(this.#host, id, options);
    this.#running.get(record.id)?.abort(new ExportError("CANCELLED"));
    return record;
  }

  /** Runs a failed or cancelled export again. @throws ExportError `NOT_RETRYABLE`, `VERSION_CONFLICT`. */
  retry(id: Id, options: ChangeOptions): Promise<ExportRecord> {
    return retryExport(this.#host, id, options);
  }

  /** Deletes an export and its file, cancelling it first. @throws ExportError `VERSION_CONFLICT`. */
  async delete(id: Id, options: ChangeOptions): Promise<void> {
    const record = await deleteExport(this.#host, id, options);
    this.#running.get(record.id)?.abort(new ExportError("CANCELLED"));
  }

  /**
   * Those of the actions that a user may do with exports of a project, in the order given. Asks the authorizer once for each action.
   *
   * @throws ExportError `AUTHORIZER_FAILED`.
   */
  permissions<Action extends ExportAction>(
    projectId: Id,
    actions: readonly Action[],
    { user }: Actor,
  ): Promise<readonly Action[]> {
    return permittedActions(this.#host, actions, { user, projectId });
  }

  /** The type of the host's project ids. */
  get projectIdType(): "number" | "string" {
    return this.#host.projectIdType;
  }

  /** The registered formats, and the filters each takes. @throws ExportError `EXPORTER_FAILED`. */
  formats(): readonly FormatDescription[] {
    return describeFormats(this.#host);
  }

  /**
   * Finds the file of a succeeded export: its name, type, size and hash, to be read (`open`) or linked to (`link`).
   *
   * @throws ExportError `FILE_NOT_READY` until the export has succeeded.
   */
  file(id: Id, { user }: Actor): Promise<ExportFile> {
    return findExportFile(this.#host, id, { user });
  }

  /**
   * Waits until an export has ended, wherever it runs, and returns its record. Reads the store at intervals that grow from 20 ms to one second.
   *
   * @param options.signal - ends the wait; rejects with its reason.
   * @throws ExportError `NOT_FOUND` when it is deleted meanwhile.
   */
  waitForEnd(id: Id, options: WaitOptions): Promise<ExportRecord> {
    return waitForEnd(this.#host, id, options);
  }

  /**
   * Runs one job, if it waits, to its end. What a runner calls. Resolves however the export ends: the outcome is in the store, and a
   * store that fails is reported to `onError`.
   *
   * @param signal - aborted when this worker shuts down; the export is released for another.
   */
  async run(jobId: Id, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    try {
      const token = randomUUID();
      const record = await this.#host.store.claim(jobId, token, this.#host.leaseMs);
      if (record !== null) this.#host.reportDamage(record, "run");
      if (record !== null && isDamaged(record)) await settleDamaged(this.#host, record);
      else if (record !== null) await this.#runClaimed(new DataExportJob(this.#host, record, token), record.id, signal);
    } catch (error) {
      this.#host.report(error, jobId);
    }
  }

  /** Makes this process a worker until disposed of, which releases what runs. @throws ExportError `NOT_SUPPORTED`. */
  startWorker(): AsyncDisposable {
    const { runner } = this.#host;
    if (runner.start === undefined)
      throw new ExportError("NOT_SUPPORTED", { message: "This runner starts its workers elsewhere." });
    return runner.start((jobId, signal) => this.run(jobId, signal));
  }

  /**
   * Uses store, storage, queue, sources, temp directory and clock, and returns every problem as a sentence; empty when all is well.
   * Each part has 5 s to answer. Stores a small file and deletes it. For an endpoint of health, and for the first start of an assembly.
   */
  check(options?: CheckOptions): Promise<readonly ServiceProblem[]> {
    return checkService(this.#host, options);
  }

  /** Counts pending, running and failed exports, for monitoring. @throws ExportError `STORE_FAILED`. */
  stats(): Promise<ServiceStats> {
    return serviceStats(this.#host);
  }

  /** One pass of the reaper: heals what died, deletes what is to go. @throws ExportError `STORE_FAILED`. */
  reap(signal?: AbortSignal): Promise<void> {
    return reapExports(this.#host, signal);
  }

  /**
   * Reaps at once, and then every `everyMs` (default 60,000) until disposed of.
   *
   * @throws TypeError when `everyMs` is not from 1 to 2^31 - 1, the longest that a timer waits.
   */
  startReaper({ everyMs = 60_000 }: { readonly everyMs?: number } = {}): AsyncDisposable {
    if (!fitsTimer(everyMs)) throw new TypeError(`everyMs must be a number from 1 to ${LONGEST_TIMER_MS}.`);
    const stopping = new AbortController();
    const reaping = this.#reapUntil(stopping.signal, everyMs);
    return {
      async [Symbol.asyncDispose]() {
        stopping.abort();
        await reaping;
      },
    };
  }

  async #runClaimed(job: DataExportJob, jobId: Id, signal: AbortSignal | undefined): Promise<void> {
    const release = (): void => job.abort(new ExportError("RELEASED"));
    if (signal?.aborted) release();
    signal?.addEventListener("abort", release, { once: true });
    this.#running.set(jobId, job);
    try {
      await job.run();
    } finally {
      if (this.#running.get(jobId) === job) this.#running.delete(jobId);
      signal?.removeEventListener("abort", release);
    }
  }

  async #reapUntil(stopped: AbortSignal, everyMs: number): Promise<void> {
    while (!stopped.aborted) {
      const startedAt = performance.now();
      await this.reap(stopped).catch((error: unknown) => {
        if (!stopped.aborted) this.#host.report(error, null);
      });
      const rest = Math.max(1, everyMs - (performance.now() - startedAt));
      await delay(rest, undefined, { signal: stopped, ref: false }).catch(() => undefined);
    }
  }
}
