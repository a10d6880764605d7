import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { asFailure } from "./ended-patch.js";
import { addLog } from "./job-stages.js";

/** Whether a pending export that is due has waited for a worker long enough to say so, and has not said so yet. */
export function lacksWorker(
  { enqueueGraceMs }: Pick<ResolvedOptions, "enqueueGraceMs">,
  record: ExportRecord,
): boolean {
  if (record.dueAt === null || record.error?.code === "WORKER_MISSING") return false;
  // One that was put back for another worker at once is due at once; half, since a sweep of its files may have written it meanwhile.
  return Date.parse(record.dueAt) - Date.parse(record.updatedAt) >= enqueueGraceMs / 2;
}

/** Says on a pending export that no worker has taken it. */
export function workerMissingPatch({ job }: ExportRecord): Pick<ExportPatch, "error" | "job"> {
  const missing = new ExportError("WORKER_MISSING");
  const progress = { ...job.progress, logs: addLog(job.progress.logs, missing.message) };
  return { error: asFailure(missing, null), job: { progress } };
}
