import type { ExportError } from "../../contracts/export-error.js";
import type { ExportFailure, ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import { discardFiles, NO_FILE } from "../reaper/discard-files.js";
import { endedProgress, initialProgress } from "./job-stages.js";
import { nextDue } from "../reaper/next-due.js";
import type { ServiceParts } from "../service-parts.js";

/** How an attempt ended without a file. */
export interface AttemptEnd {
  readonly error: ExportError;
  /** The stage it was in; null when that is not known. */
  readonly stage: string | null;
  readonly progress: JobProgress;
}

/** What becomes of an export whose attempt ended without a file: cancelled, put back for another attempt, or failed. */
export function endedAttempt(parts: ServiceParts, current: ExportRecord, end: AttemptEnd): ExportPatch {
  if (end.error.code === "CANCELLED" || current.job.cancelRequested) return finalPatch(parts, current, { ...end, status: "cancelled" });
  if (end.error.code === "RELEASED") return againPatch(parts, current, { delayMs: 0, attempts: current.job.attempts - 1 });
  const { attempts } = current.job;
  if (end.error.retryable && attempts < parts.retries.attempts) {
    return againPatch(parts, current, { delayMs: parts.retries.delayMs(attempts), attempts });
  }
  return finalPatch(parts, current, { ...end, status: "failed" });
}

function againPatch(
  parts: ServiceParts,
  current: ExportRecord,
  { delayMs, attempts }: { readonly delayMs: number; readonly attempts: number },
): ExportPatch {
  const state = attempts < current.job.attempts ? "PENDING" : "RETRY";
  return {
    ...NO_FILE,
    status: "pending",
    discarded: discardFiles(current),
    job: { state, attempts, token: null, progress: initialProgress(state), cancelRequested: false },
    startedAt: null,
    dueInMs: delayMs + (delayMs > 0 ? parts.enqueueGraceMs : 0),
  };
}

function finalPatch(
  parts: ServiceParts,
  current: ExportRecord,
  { error, stage, progress, status }: AttemptEnd & { readonly status: "cancelled" | "failed" },
): ExportPatch {
  const discarded = discardFiles(current);
  const state = status === "cancelled" ? "REVOKED" : "FAILURE";
  const message = status === "failed" ? error.message : undefined;
  return {
    ...NO_FILE,
    status,
    error: status === "failed" ? asFailure(error, stage) : null,
    recordCount: null,
    discarded,
    job: { state, token: null, progress: endedProgress(progress, state, message), cancelRequested: false },
    finishedAt: "now",
    dueInMs: current.deleted ? 0 : nextDue(parts, discarded),
  };
}

function asFailure({ code, message, retryable, details }: ExportError, stage: string | null): ExportFailure {
  return { code, message, stage, retryable, details };
}
