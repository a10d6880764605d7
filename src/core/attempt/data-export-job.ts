/*
 * How an attempt works.
 *
 * A claim gives a worker the record and a token. From then on every write carries the token, so a worker that was
 * frozen and wakes up later changes nothing (a queue's own lock cannot promise that).
 * Four things go on side by side: the rows become a temp file, which is then uploaded; the heartbeat renews the lease
 * once a second and brings back a cancel; the feed informs the host's listener; a timer ends what runs too long.
 * All of them end the attempt through one AbortSignal, and the first reason counts.
 * The order is fixed: authorize, name the file, write it, count and hash it, record a new key, upload, authorize again,
 * publish in one write. Whatever fails on the way, `settleAttempt` writes the outcome and deletes what was stored.
 * A crash at any point leaves a record whose lease ends; the reaper settles it in the same way.
 */

import type { ExportErrorCode } from "../../contracts/error-code.js";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import { abortable } from "../../async/abort.js";
import { authorize } from "../ports/authorize.js";
import { DataExport } from "./data-export.js";
import { ExportAttempt } from "./export-attempt.js";
import { startHeartbeat } from "./heartbeat.js";
import { startProgressFeed } from "./progress-feed.js";
import { formatUnknownSince, mayPutBack } from "../lifecycle/ended-patch.js";
import { publishedPatch, type StoredExport } from "../lifecycle/published-patch.js";
import { writeAttempt } from "./write-attempt.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { settleAttempt } from "./settle-attempt.js";
import { startTimeLimit } from "../../async/time-limit.js";
import { toExportError } from "../ports/call-port.js";

/** Ends that are no fault: a user, a shutdown or another worker caused them. */
const STOPPED: ReadonlySet<ExportErrorCode> = new Set(["CANCELLED", "RELEASED", "LEASE_LOST"]);

/** Why an export waits for a worker. */
const WAITING: ReadonlySet<ExportErrorCode | undefined> = new Set(["WORKER_MISSING", "UNKNOWN_FORMAT"] as const);

/** The job of an export: one attempt, in two visible stages, that ends published, settled for another try, or fenced out. */
export class DataExportJob {
  readonly #host: ResolvedOptions;
  readonly #record: ExportRecord;
  readonly #attempt: ExportAttempt;
  readonly #dataExport: DataExport;

  /** @param record - as `claim` gave it for `token`. */
  constructor(host: ResolvedOptions, record: ExportRecord, token: string) {
    this.#host = host;
    this.#record = record;
    this.#attempt = new ExportAttempt(host, record, token);
    this.#dataExport = new DataExport(host, record, this.#attempt);
  }

  /** Ends the attempt soon; the first reason counts. */
  abort(reason: ExportError): void {
    this.#attempt.abort(reason);
  }

  /** Runs to the end, whatever happens; the outcome is in the store. Rejects only when the store cannot be written. */
  async run(): Promise<void> {
    await using attempt = this.#attempt;
    const { id } = this.#record;
    using _feed = startProgressFeed(this.#record.job.id ?? id, () => attempt.progress.stages(), this.#host.progress);
    using _heartbeat = startHeartbeat(this.#host, {
      exportId: id,
      token: attempt.token,
      progress: () => attempt.progress.snapshot(),
      abort: (reason) => attempt.abort(reason),
    });
    using _limit = startTimeLimit(this.#host.limits.runMs, () => attempt.abort(new ExportError("TIME_LIMIT")));
    try {
      await this.#exportUploadPublish();
    } catch (thrown) {
      await this.#settle(attempt.signal.aborted ? attempt.signal.reason : thrown);
    }
  }

  async #exportUploadPublish(): Promise<void> {
    await this.#authorize();
    // Named first: a name that cannot be read must not cost the work of hours.
    const filename = await this.#dataExport.generateFilename();
    await this.#clearWaiting();
    await using file = await this.#dataExport.runExport();
    const fileKey = await this.#dataExport.saveExportFile(file, filename);
    await this.#authorize();
    const { progress, recordCount, warnings, signal } = this.#attempt;
    signal.throwIfAborted();
    const fileUrl = this.#host.fileUrl(this.#record);
    const contentType = await this.#dataExport.contentType();
    await this.#publish({
      fileKey,
      filename,
      contentType,
      recordCount,
      fileSize: file.size,
      sha256: file.sha256,
      warnings,
      progress: progress.finished(fileUrl),
    });
    progress.finish(fileUrl);
  }

  /** @throws ExportError `LEASE_LOST` when another attempt has the export, `CANCELLED` when a cancel came first, `STORE_FAILED`. */
  async #publish(stored: StoredExport): Promise<void> {
    const { id } = this.#record;
    const patch = (current: ExportRecord) => publishedPatch(this.#host, current, stored);
    const published = await writeAttempt(this.#host, { exportId: id, token: this.#attempt.token, patch });
    if (published !== null) return;
    const current = await this.#host.store.get(id);
    if (current?.fileKey !== stored.fileKey) throw new ExportError("LEASE_LOST");
  }

  async #authorize(): Promise<void> {
    const { user, projectId } = this.#record;
    try {
      await abortable(authorize(this.#host, "run", { user, projectId }), this.#attempt.signal);
    } catch (error) {
      const refused = ExportError.is(error) && (error.code === "PERMISSION_DENIED" || error.code === "NOT_FOUND");
      throw refused ? new ExportError("PERMISSION_REVOKED") : error;
    }
  }

  /** Every worker that does not know a format puts its exports back; the host hears it once, and at the end. */
  #isPutBackAgain({ code }: ExportError): boolean {
    const repeated = code === "UNKNOWN_FORMAT" && formatUnknownSince(this.#record) !== null;
    return repeated && mayPutBack(this.#host, this.#record);
  }

  /** The export no longer waits, so that its record must not say why. */
  async #clearWaiting(): Promise<void> {
    if (!WAITING.has(this.#record.error?.code)) return;
    const { token } = this.#attempt;
    await writeAttempt(this.#host, { exportId: this.#record.id, token, patch: () => ({ error: null }) });
  }

  async #settle(reason: unknown): Promise<void> {
    const { token, progress } = this.#attempt;
    const { uploadKey } = this.#dataExport;
    const error = toExportError(reason, "EXPORTER_FAILED");
    if (!STOPPED.has(error.code) && !this.#isPutBackAgain(error)) this.#host.report(error, this.#record.id);
    const end = { error, stage: progress.stageKey, progress: progress.snapshot() };
    const settled = await settleAttempt(this.#host, { exportId: this.#record.id, token, uploadKey }, end);
    if (settled !== null) progress.end(settled.job.state);
  }
}
