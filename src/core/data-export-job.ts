import type { ExportErrorCode } from "../contracts/error-code.js";
import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import { abortable } from "./ports/abortable.js";
import { authorize } from "./ports/authorize.js";
import { DataExport } from "./data-export.js";
import { ExportAttempt } from "./attempt/export-attempt.js";
import { startHeartbeat } from "./attempt/heartbeat.js";
import { startProgressFeed } from "./attempt/progress-feed.js";
import { publishExport } from "./attempt/publish-export.js";
import type { ServiceParts } from "./service-parts.js";
import { settleAttempt } from "./attempt/settle-attempt.js";
import { startTimeLimit } from "./ports/time-limit.js";
import { toExportError } from "./ports/to-export-error.js";

/** Ends that somebody asked for, or that another worker tells of. */
const STOPPED: ReadonlySet<ExportErrorCode> = new Set(["CANCELLED", "RELEASED", "LEASE_LOST"]);

/** The job of an export: one attempt, in two visible stages, that ends published, settled for another try, or fenced out. */
export class DataExportJob {
  readonly #parts: ServiceParts;
  readonly #record: ExportRecord;
  readonly #attempt: ExportAttempt;
  readonly #dataExport: DataExport;

  /** @param record - as `claim` gave it for `token`. */
  constructor(parts: ServiceParts, record: ExportRecord, token: string) {
    this.#parts = parts;
    this.#record = record;
    this.#attempt = new ExportAttempt(parts, record, token);
    this.#dataExport = new DataExport(parts, record, this.#attempt);
  }

  /** Ends the attempt soon; the first reason counts. */
  abort(reason: ExportError): void {
    this.#attempt.abort(reason);
  }

  /** Runs to the end, whatever happens; the outcome is in the store. Rejects only when the store cannot be written. */
  async run(): Promise<void> {
    await using attempt = this.#attempt;
    const { id } = this.#record;
    using _feed = startProgressFeed(id, () => attempt.progress.stages(), this.#parts.progress);
    using _heartbeat = startHeartbeat(this.#parts, {
      exportId: id,
      token: attempt.token,
      progress: () => attempt.progress.snapshot(),
      abort: (reason) => attempt.abort(reason),
    });
    using _limit = startTimeLimit(this.#parts.limits.runMs, () => attempt.abort(new ExportError("TIME_LIMIT")));
    try {
      await this.#exportUploadPublish();
    } catch (thrown) {
      await this.#settle(attempt.signal.aborted ? attempt.signal.reason : thrown);
    }
  }

  async #exportUploadPublish(): Promise<void> {
    await this.#authorize();
    await using file = await this.#dataExport.runExport();
    const filename = await this.#dataExport.generateFilename();
    const fileKey = await this.#dataExport.saveExportFile(file, filename);
    await this.#authorize();
    const { progress, recordCount, warnings, signal, token } = this.#attempt;
    signal.throwIfAborted();
    const fileUrl = this.#parts.fileUrl(this.#record);
    const { contentType } = this.#dataExport;
    const facts = { fileKey, filename, contentType, recordCount, fileSize: file.size, sha256: file.sha256, warnings };
    await publishExport(this.#parts, this.#record.id, { token, facts, progress: progress.finished(fileUrl) });
    progress.finish(fileUrl);
  }

  async #authorize(): Promise<void> {
    const { user, projectId } = this.#record;
    try {
      await abortable(authorize(this.#parts, "run", { user, projectId }), this.#attempt.signal);
    } catch (error) {
      const refused = ExportError.is(error) && (error.code === "PERMISSION_DENIED" || error.code === "NOT_FOUND");
      throw refused ? new ExportError("PERMISSION_REVOKED") : error;
    }
  }

  async #settle(reason: unknown): Promise<void> {
    const { token, progress } = this.#attempt;
    const { uploadKey } = this.#dataExport;
    const error = toExportError(reason, "EXPORTER_FAILED");
    if (!STOPPED.has(error.code)) this.#parts.report(error, this.#record.id);
    const end = { error, stage: progress.stageKey, progress: progress.snapshot() };
    await settleAttempt(this.#parts, { exportId: this.#record.id, token, uploadKey }, end);
  }
}
