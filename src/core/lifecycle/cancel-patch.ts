import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import { endedPatch, type RetryRules } from "./ended-patch.js";
import { damagedPatch } from "./damaged-patch.js";
import { isDamaged } from "../../contracts/export-record.js";
import { discardFiles, NO_FILE } from "./discarded-files.js";

/**
 * Cancels an export: one that is pending ends at once, one that runs is asked to stop. Null where a stop was requested before.
 *
 * @throws ExportError `NOT_CANCELLABLE` when it has ended.
 */
export function cancelPatch(host: RetryRules, current: ExportRecord): ExportPatch | null {
  switch (current.status) {
    case "running":
      return current.job.cancelRequested ? null : { job: { state: "CANCELING", cancelRequested: true } };
    case "pending": {
      const { progress } = current.job;
      return endedPatch(host, current, { error: new ExportError("CANCELLED"), stage: null, progress });
    }
    default:
      throw new ExportError("NOT_CANCELLABLE");
  }
}

/** Deletes an export for clients, cancelling it first; the record stays until its files are deleted. */
export function deletePatch(host: RetryRules, current: ExportRecord): ExportPatch {
  if (isDamaged(current)) return { ...endDamaged(host, current), deleted: true, dueInMs: 0 };
  if (current.status === "running") return { ...cancelPatch(host, current), deleted: true };
  const ended = current.status === "pending" ? cancelPatch(host, current) : NO_FILE;
  return { ...ended, deleted: true, discarded: discardFiles(current), dueInMs: 0 };
}

/** One that has ended before its record was damaged does not end again. */
function endDamaged(host: RetryRules, current: ExportRecord): ExportPatch {
  const { finishedAt, ...patch } = damagedPatch(host, current);
  const mayRun = current.status === "pending" || current.status === "running" || isDamaged(current, "status");
  return mayRun && finishedAt !== undefined ? { ...patch, finishedAt } : patch;
}
