import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Exporter, ExporterClass } from "../../contracts/exporter.js";
import type { FileBody } from "../../contracts/storage-adapter.js";
import { abortable } from "../../async/abort.js";
import { callInTime, callPort } from "../ports/call-port.js";
import { fileTypeOf } from "../exporters/file-type.js";
import { createDraftExporter, createExporter, exporterRules } from "../exporters/draft-exporter.js";
import { parseFilters, parseOptions } from "../exporters/parse-filters.js";
import type { ExportAttempt } from "./export-attempt.js";
import { openFinishedFile, type FinishedFile } from "../files/finished-file.js";
import { createStorageKey, generateFilename } from "./file-names.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { startTimeLimit } from "../../async/time-limit.js";
import { writeAttempt } from "./write-attempt.js";
import { within } from "../../async/within.js";

/** Limits the time that an exporter may take to close what it holds, once it has received the stop. */
const CLOSING_MS = 250;

/** An export at work: a record, and one attempt to make its file. */
export class DataExport {
  readonly #host: ResolvedOptions;
  readonly #attempt: ExportAttempt;
  #exporter: Promise<Exporter> | undefined;
  #uploadKey: string | null = null;

  constructor(
    host: ResolvedOptions,
    readonly record: ExportRecord,
    attempt: ExportAttempt,
  ) {
    this.#host = host;
    this.#attempt = attempt;
  }

  /**
   * The exporter of the record's format, made once, with the record's filters parsed for it.
   *
   * @throws ExportError `UNKNOWN_FORMAT`, `EXPORTER_FAILED`, `INVALID_FILTERS` where the format takes other filters by now.
   */
  getExporter(): Promise<Exporter> {
    this.#exporter ??= this.#createExporter();
    return this.#exporter;
  }

  /** The name the file is downloaded under: `<project>_export-<id>.<ext>`. */
  async generateFilename(): Promise<string> {
    const exporter = await this.getExporter();
    const { fileFormat } = fileTypeOf(this.#exporterClass, exporter);
    const { filenameLabel: label } = this.#exporterClass;
    const naming = callInTime("EXPORTER_FAILED", () => exporter.projectName(), this.#host.leaseMs);
    const projectName = await abortable(naming, this.#attempt.signal);
    return generateFilename({
      exportId: this.record.id,
      projectId: this.record.projectId,
      projectName,
      label,
      fileFormat,
    });
  }

  /** The key this attempt uploads to, once it is recorded. */
  get uploadKey(): string | null {
    return this.#uploadKey;
  }

  /** The media type of the file. @throws ExportError `EXPORTER_FAILED` when the exporter names no format. */
  async contentType(): Promise<string> {
    return fileTypeOf(this.#exporterClass, await this.getExporter()).contentType;
  }

  /**
   * Has the exporter write its file, then counts, hashes and checks it. The caller disposes of the result.
   *
   * @throws ExportError `EXPORTER_FAILED`, `COUNT_MISMATCH`, `BYTE_LIMIT`, `FILE_CHECK_FAILED`, or what the exporter threw.
   */
  async runExport(): Promise<FinishedFile> {
    const path = await this.#export();
    if (!this.#attempt.ownsTempFile(path)) {
      throw new ExportError("EXPORTER_FAILED", {
        message: "The exporter returned a path that is not one of its temp files.",
      });
    }
    this.#attempt.checkCounts();
    await this.#check(path);
    const file = await openFinishedFile(path, this.#attempt.signal);
    if (file.size <= (this.#host.limits.bytes ?? Number.POSITIVE_INFINITY)) return file;
    await file[Symbol.asyncDispose]();
    throw new ExportError("BYTE_LIMIT");
  }

  /** Records a key of this attempt's own, then uploads the file to it. Returns the key. @throws ExportError `LEASE_LOST`, `STORAGE_FAILED`. */
  async saveExportFile(file: FileBody, filename: string): Promise<string> {
    const { storage, limits } = this.#host;
    const late = new ExportError("TIME_LIMIT", { message: "The upload took longer than the host allows." });
    const { signal, token, progress } = this.#attempt;
    const key = createStorageKey(this.record, filename);
    const recording = writeAttempt(this.#host, { exportId: this.record.id, token, patch: () => ({ uploadKey: key }) });
    if ((await abortable(recording, signal)) === null) throw new ExportError("LEASE_LOST");
    this.#uploadKey = key;
    progress.startUpload(file.size);
    using _limit = startTimeLimit(limits.uploadMs, () => this.#attempt.abort(late));
    await storage.put(
      key,
      countingBytes(file, (position) => progress.uploadedTo(position)),
      { contentType: await this.contentType(), signal },
    );
    return key;
  }

  get #exporterClass(): ExporterClass {
    return this.#host.registry.getExporter(this.record.format);
  }

  async #createExporter(): Promise<Exporter> {
    const { id, projectId, user, format } = this.record;
    const { signal } = this.#attempt;
    const spec = { id, projectId, userId: user.id, format };
    const draft = createDraftExporter(this.#exporterClass, spec, signal);
    const { backends, options: schema } = exporterRules(draft);
    const filters = await parseFilters(this.record.filters, backends, signal);
    const options = await parseOptions(this.record.options, schema, signal);
    return createExporter(this.#exporterClass, this.#attempt.runOf(Object.freeze({ ...spec, filters, options })));
  }

  async #export(): Promise<string> {
    const { signal } = this.#attempt;
    const exporter = await this.getExporter();
    await callPort("EXPORTER_FAILED", () => exporter.preflight?.(), signal);
    const exporting = callPort("EXPORTER_FAILED", () => exporter.export());
    try {
      return await abortable(exporting, signal);
    } catch (error) {
      if (signal.aborted)
        await within(
          exporting.catch(() => undefined),
          CLOSING_MS,
          undefined,
        );
      throw error;
    }
  }

  async #check(path: string): Promise<void> {
    const exporter = await this.getExporter();
    const issues = await callPort("EXPORTER_FAILED", () => exporter.check?.(path), this.#attempt.signal);
    if (issues !== undefined && issues.length > 0) throw new ExportError("FILE_CHECK_FAILED", { details: issues });
  }
}

function countingBytes(file: FileBody, report: (position: number) => void): FileBody {
  const counted: FileBody = {
    size: file.size,
    sha256: file.sha256,
    async *stream(range, options) {
      let position = range?.start ?? 0;
      for await (const chunk of file.stream(range, options)) {
        position += chunk.length;
        report(position);
        yield chunk;
      }
    },
  };
  // Hidden from a spread: a storage that makes another body of this one may give it other bytes.
  return Object.defineProperty(counted, "isVerified", { value: file.isVerified });
}
