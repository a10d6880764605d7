import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import { discardFiles, NO_FILE } from "../reaper/discard-files.js";
import { newJob } from "./new-job.js";
import type { ServiceParts } from "../service-parts.js";

/** An ended export, put back to its beginning: the old file withdrawn at once, and a new run due. */
export function runAgain(
  parts: Pick<ServiceParts, "enqueueGraceMs">,
  current: ExportRecord,
  jobName: string = current.job.name,
): ExportPatch {
  return {
    ...NO_FILE,
    status: "pending",
    error: null,
    recordCount: null,
    discarded: discardFiles(current),
    job: newJob(jobName),
    startedAt: null,
    finishedAt: null,
    expiresInMs: null,
    dueInMs: parts.enqueueGraceMs,
  };
}
