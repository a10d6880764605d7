import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { Id } from "../contracts/id.js";
import type { Actor, ChangeOptions } from "./requests/actor.js";
import { cancelExport } from "./requests/cancel-export.js";
import { createExport, type CreateExportOptions } from "./requests/create-export.js";
import { DataExportJob } from "./data-export-job.js";
import { deleteExport } from "./requests/delete-export.js";
import { describeFormats, type FormatFacts } from "./requests/describe-formats.js";
import { findExport } from "./requests/find-export.js";
import { listExports, type ExportPage, type ListExportsOptions } from "./requests/list-exports.js";
import { linkExportFile, openableExportFile, openExportFile, type ExportFile, type OpenExportFileOptions } from "./requests/open-export-file.js";
import { reapExports } from "./reaper/reap-exports.js";
import { retryExport } from "./requests/retry-export.js";
import type { ExportServiceOptions } from "./service-options.js";
import { createServiceParts, type ServiceParts } from "./service-parts.js";
import { updateExport } from "./requests/update-export.js";

/**
 * Everything a host does with exports. Any number of services, in any number of processes, may work over the same store and storage.
 *
 * Every method that takes a user asks the authorizer first, and throws an ExportError `NOT_FOUND`, `PERMISSION_DENIED` or
 * `UNAUTHENTICATED` where it does not allow.
 */
export class ExportService {
  readonly #parts: ServiceParts;
  readonly #running = new Map<Id, DataExportJob>();

  /** Does no I/O. @throws TypeError when a required option is missing. */
  constructor(options: ExportServiceOptions) {
    this.#parts = createServiceParts(options);
  }

  /**
   * Checks a request, records the export with its job, and enqueues it.
   *
   * @param body - untrusted: `{ project, format, filters? }`, strict; `filters: null` means none.
   * @throws ExportError `INVALID_REQUEST`, `UNKNOWN_FORMAT`, `INVALID_FILTERS` with every problem at once; `LIMIT_REACHED`,
   * `IDEMPOTENCY_CONFLICT`. Then nothing has been recorded.
   */
  create(body: unknown, options: CreateExportOptions): Promise<ExportRecord> {
    return createExport(this.#parts, body, options);
  }

  /** One export. */
  get(id: Id, { user }: Actor): Promise<ExportRecord> {
    return findExport(this.#parts, id, { user, action: "read" });
  }

  /** A page of exports. */
  list(options: ListExportsOptions): Promise<ExportPage> {
    return listExports(this.#parts, options);
  }

  /**
   * Changes format or filters. A real change withdraws the file and runs the export again.
   *
   * @param body - untrusted: `{ format?, filters? }`, strict, checked as in `create`.
   * @throws ExportError `EXPORT_ACTIVE` while it runs, `VERSION_CONFLICT`, and what `create` throws.
   */
  update(id: Id, body: unknown, options: ChangeOptions): Promise<ExportRecord> {
    return updateExport(this.#parts, id, body, options);
  }

  /** Cancels a waiting export at once, a running one soon. @throws ExportError `NOT_CANCELLABLE`, `VERSION_CONFLICT`. */
  async cancel(id: Id, options: ChangeOptions): Promise<ExportRecord> {
    const record = await cancelExport(this.#parts, id, options);
    this.#running.get(record.id)?.abort(new ExportError("CANCELLED"));
    return record;
  }

  /** Runs a failed or cancelled export again. @throws ExportError `NOT_RETRYABLE`, `VERSION_CONFLICT`. */
  retry(id: Id, options: ChangeOptions): Promise<ExportRecord> {
    return retryExport(this.#parts, id, options);
  }

  /** Deletes an export and its file, cancelling it first. @throws ExportError `VERSION_CONFLICT`. */
  async delete(id: Id, options: ChangeOptions): Promise<void> {
    const record = await deleteExport(this.#parts, id, options);
    this.#running.get(record.id)?.abort(new ExportError("CANCELLED"));
  }

  /** What the host's project ids are. */
  get projectIdType(): "number" | "string" {
    return this.#parts.projectIdType;
  }

  /** The registered formats, and the filters each takes. @throws ExportError `EXPORTER_FAILED`. */
  formats(): readonly FormatFacts[] {
    return describeFormats(this.#parts);
  }

  /** The file of a succeeded export: its name, type, size and hash, to be read or linked to. @throws ExportError `FILE_NOT_READY`. */
  findFile(id: Id, { user }: Actor): Promise<ExportFile> {
    return openableExportFile(this.#parts, id, { user });
  }

  /** The bytes of a succeeded export's file. @throws ExportError `FILE_NOT_READY`, `RANGE_NOT_SATISFIABLE`, `STORAGE_FAILED`. */
  openFile(id: Id, options: OpenExportFileOptions): Promise<AsyncIterable<Uint8Array>> {
    return openExportFile(this.#parts, id, options);
  }

  /** A signed address of the file, or null where the storage has none. @throws ExportError `FILE_NOT_READY`. */
  linkFile(id: Id, actor: Actor): Promise<string | null> {
    return linkExportFile(this.#parts, id, actor);
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
      const record = await this.#parts.store.claim(jobId, token, this.#parts.leaseMs);
      if (record !== null) await this.#runClaimed(new DataExportJob(this.#parts, record, token), record.id, signal);
    } catch (error) {
      this.#parts.report(error, jobId);
    }
  }

  /** Makes this process a worker until disposed of, which releases what runs. @throws ExportError `NOT_SUPPORTED`. */
  startWorker(): AsyncDisposable {
    const { runner } = this.#parts;
    if (runner.start === undefined) throw new ExportError("NOT_SUPPORTED", { message: "This runner starts its workers elsewhere." });
    return runner.start((jobId, signal) => this.run(jobId, signal));
  }

  /** One pass of the reaper: heals what died, deletes what is to go. @throws ExportError `STORE_FAILED`. */
  reap(signal?: AbortSignal): Promise<void> {
    return reapExports(this.#parts, signal);
  }

  /**
   * Reaps at once, and then again and again until disposed of.
   *
   * @throws TypeError when `everyMs` is not from 1 to 2^31 - 1, the longest that a timer waits.
   */
  startReaper({ everyMs = 60_000 }: { readonly everyMs?: number } = {}): AsyncDisposable {
    if (!(everyMs >= 1 && everyMs < 2 ** 31)) throw new TypeError("everyMs must be a number from 1 to 2147483647.");
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
      await this.reap(stopped).catch((error: unknown) => {
        if (!stopped.aborted) this.#parts.report(error, null);
      });
      await delay(everyMs, undefined, { signal: stopped, ref: false }).catch(() => undefined);
    }
  }
}
