import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { Exporter, ExporterClass } from "../contracts/exporter.js";
import type { FileBody } from "../contracts/storage-adapter.js";
import { abortable } from "./ports/abortable.js";
import { callInTime } from "./ports/call-in-time.js";
import { callPort } from "./ports/call-port.js";
import { contentTypeOf } from "./attempt/content-type.js";
import { createExporter } from "./attempt/create-exporter.js";
import type { ExportAttempt } from "./attempt/export-attempt.js";
import { openFinishedFile, type FinishedFile } from "./temp-files/finished-file.js";
import { generateFilename } from "./generate-filename.js";
import type { ServiceParts } from "./service-parts.js";
import { createStorageKey } from "./storage-key.js";
import { startTimeLimit } from "./ports/time-limit.js";
import { writeAttempt } from "./attempt/write-attempt.js";
import { within } from "./ports/within.js";

/** How long an exporter that was told to stop may take to close what it holds. */
const CLOSING_MS = 250;

/** An export at work: a record, and one attempt to make its file. */
export class DataExport {
  readonly #parts: ServiceParts;
  readonly #attempt: ExportAttempt;
  #exporter: Exporter | undefined;
  #uploadKey: string | null = null;

  constructor(
    parts: ServiceParts,
    readonly record: ExportRecord,
    attempt: ExportAttempt,
  ) {
    this.#parts = parts;
    this.#attempt = attempt;
  }

  /** The exporter of the record's format, made once. @throws ExportError `UNKNOWN_FORMAT`, `EXPORTER_FAILED`. */
  getExporter(): Exporter {
    this.#exporter ??= createExporter(this.#exporterClass, this.#attempt);
    return this.#exporter;
  }

  /** The name the file is downloaded under: `<project>_export-<id>.<ext>`. */
  async generateFilename(): Promise<string> {
    const { fileFormat, filenameLabel: label } = this.#exporterClass;
    const naming = callInTime("EXPORTER_FAILED", () => this.getExporter().projectName(), this.#parts.leaseMs);
    const projectName = await abortable(naming, this.#attempt.signal);
    return generateFilename({ exportId: this.record.id, projectId: this.record.projectId, projectName, label, fileFormat });
  }

  /** The key this attempt uploads to, once it is recorded. */
  get uploadKey(): string | null {
    return this.#uploadKey;
  }

  /** The media type of the file. */
  get contentType(): string {
    return contentTypeOf(this.#exporterClass);
  }

  /**
   * Has the exporter write its file, then counts, hashes and checks it. The caller disposes of the result.
   *
   * @throws ExportError `EXPORTER_FAILED`, `COUNT_MISMATCH`, `BYTE_LIMIT`, `FILE_CHECK_FAILED`, or what the exporter threw.
   */
  async runExport(): Promise<FinishedFile> {
    const path = await this.#export();
    if (!this.#attempt.ownsTempFile(path)) {
      throw new ExportError("EXPORTER_FAILED", { message: "The exporter returned a path that is not one of its temp files." });
    }
    this.#attempt.checkCounts();
    await this.#check(path);
    const file = await openFinishedFile(path, this.#attempt.signal);
    if (file.size <= (this.#parts.limits.bytes ?? Number.POSITIVE_INFINITY)) return file;
    await file[Symbol.asyncDispose]();
    throw new ExportError("BYTE_LIMIT");
  }

  /** Records a key of this attempt's own, then uploads the file to it. Returns the key. @throws ExportError `LEASE_LOST`, `STORAGE_FAILED`. */
  async saveExportFile(file: FileBody, filename: string): Promise<string> {
    const { storage, limits } = this.#parts;
    const late = new ExportError("TIME_LIMIT", { message: "The upload took longer than the host allows." });
    const { signal, token, progress } = this.#attempt;
    const key = createStorageKey(this.record, filename);
    const recording = writeAttempt(this.#parts, { exportId: this.record.id, token, patch: () => ({ uploadKey: key }) });
    if ((await abortable(recording, signal)) === null) throw new ExportError("LEASE_LOST");
    this.#uploadKey = key;
    progress.startUpload(file.size);
    using _limit = startTimeLimit(limits.uploadMs, () => this.#attempt.abort(late));
    await storage.put(key, countingBytes(file, (position) => progress.uploadedTo(position)), { contentType: this.contentType, signal });
    return key;
  }

  get #exporterClass(): ExporterClass {
    return this.#parts.registry.getExporter(this.record.format);
  }

  async #export(): Promise<string> {
    const { signal } = this.#attempt;
    const exporting = callPort("EXPORTER_FAILED", () => this.getExporter().export());
    try {
      return await abortable(exporting, signal);
    } catch (error) {
      if (signal.aborted) await within(exporting.catch(() => undefined), CLOSING_MS, undefined);
      throw error;
    }
  }

  async #check(path: string): Promise<void> {
    const issues = await callPort("EXPORTER_FAILED", () => this.getExporter().check?.(path), this.#attempt.signal);
    if (issues !== undefined && issues.length > 0) throw new ExportError("FILE_CHECK_FAILED", { details: issues });
  }
}

function countingBytes(file: FileBody, report: (position: number) => void): FileBody {
  return {
    size: file.size,
    sha256: file.sha256,
    async *stream(range) {
      let position = range?.start ?? 0;
      for await (const chunk of file.stream(range)) {
        position += chunk.length;
        report(position);
        yield chunk;
      }
    },
  };
}
