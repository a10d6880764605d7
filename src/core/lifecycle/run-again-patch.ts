import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import { discardFiles, NO_FILE } from "./discarded-files.js";
import { createdJob } from "./created-record.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** The most files of one export that may wait for their deletion. */
const MOST_DISCARDED = 100;

/**
 * An ended export, put back to its beginning: the old file withdrawn at once, and a new run due.
 *
 * @throws ExportError `STORAGE_FAILED` when too many of its files wait for their deletion already.
 */
export function runAgainPatch(
  host: Pick<ResolvedOptions, "enqueueGraceMs">,
  current: ExportRecord,
  jobName: string = current.job.name,
): ExportPatch {
  if (current.discarded.length >= MOST_DISCARDED) {
    const message = "The storage does not delete the old files of this export; try again when it does.";
    throw new ExportError("STORAGE_FAILED", { message });
  }
  return {
    ...NO_FILE,
    status: "pending",
    error: null,
    recordCount: null,
    discarded: discardFiles(current),
    job: createdJob(jobName),
    startedAt: null,
    finishedAt: null,
    expiresInMs: null,
    dueInMs: host.enqueueGraceMs,
  };
}
