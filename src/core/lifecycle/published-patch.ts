import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { dueAfterEndMs } from "./discarded-files.js";

/** A file that an attempt has stored, and what the record will say about it. */
export interface StoredExport extends Required<
  Pick<ExportRecord, "fileKey" | "filename" | "contentType" | "recordCount" | "fileSize" | "sha256" | "warnings">
> {
  readonly progress: JobProgress;
}

/**
 * Makes an attempt's file the export's.
 *
 * @throws ExportError `CANCELLED` when a cancel came first.
 */
export function publishedPatch(
  host: Pick<ResolvedOptions, "leaseMs" | "limits" | "retentionMs">,
  current: ExportRecord,
  { progress, ...file }: StoredExport,
): ExportPatch {
  if (current.job.cancelRequested) throw new ExportError("CANCELLED");
  return {
    ...file,
    status: "succeeded",
    error: null,
    uploadKey: null,
    job: { state: "SUCCESS", token: null, progress, result: { record_count: file.recordCount } },
    finishedAt: "now",
    expiresInMs: host.retentionMs,
    dueInMs: dueAfterEndMs(host, current.discarded),
  };
}
