import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import { nextDue } from "../reaper/next-due.js";
import type { ServiceParts } from "../service-parts.js";
import { writeAttempt } from "./write-attempt.js";

/** A stored file, and what is to be said of it. */
export interface Publication {
  readonly token: string;
  readonly facts: Required<
    Pick<ExportRecord, "fileKey" | "filename" | "contentType" | "recordCount" | "fileSize" | "sha256" | "warnings">
  >;
  readonly progress: JobProgress;
}

/**
 * Makes an attempt's file the export's, in one fenced write.
 *
 * @throws ExportError `LEASE_LOST` when another attempt has the export, `CANCELLED` when a cancel came first, `STORE_FAILED`.
 */
export async function publishExport(parts: ServiceParts, exportId: ExportRecord["id"], publication: Publication): Promise<void> {
  const { token, facts, progress } = publication;
  const patch = (current: ExportRecord): ExportPatch => {
    if (current.job.cancelRequested) throw new ExportError("CANCELLED");
    return {
      ...facts,
      status: "succeeded",
      error: null,
      uploadKey: null,
      job: { state: "SUCCESS", token: null, progress, result: { record_count: facts.recordCount } },
      finishedAt: "now",
      expiresInMs: parts.retentionMs,
      dueInMs: nextDue(parts, current.discarded),
    };
  };
  const published = await writeAttempt(parts, { exportId, token, patch });
  if (published !== null) return;
  const current = await parts.store.get(exportId);
  if (current?.fileKey !== facts.fileKey) throw new ExportError("LEASE_LOST");
}
