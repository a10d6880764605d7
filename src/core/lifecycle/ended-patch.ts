import type { ExportError } from "../../contracts/export-error.js";
import type { ExportFailure, ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import { discardFiles, dueAfterEndMs, NO_FILE } from "./discarded-files.js";
import { addLog, endedProgress, initialProgress } from "./job-stages.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** The rules for another attempt: how often, how soon, and the longest time that an upload can come late. */
export type RetryRules = Pick<
  ResolvedOptions,
  "retries" | "enqueueGraceMs" | "unknownFormatGraceMs" | "leaseMs" | "limits"
>;

/** The end of an attempt that made no file. */
export interface AttemptEnd {
  readonly error: ExportError;
  /** The stage it was in; null when that is not known. */
  readonly stage: string | null;
  readonly progress: JobProgress;
}

/**
 * Returns the change of an export whose attempt ended without a file: cancelled, put back for another attempt, or
 * failed.
 */
export function endedPatch(host: RetryRules, current: ExportRecord, end: AttemptEnd): ExportPatch {
  if (end.error.code === "CANCELLED" || current.job.cancelRequested)
    return finalPatch(host, current, { ...end, status: "cancelled" });
  const { attempts } = current.job;
  const { progress } = end;
  if (end.error.code === "RELEASED")
    return nextAttemptPatch(host, current, { delayMs: 0, attempts: attempts - 1, logs: progress.logs });
  if (end.error.code === "UNKNOWN_FORMAT" && mayPutBack(host, current)) return putBackPatch(host, current, end);
  const failure = `Attempt ${attempts} of ${host.retries.attempts} failed: ${end.error.message}`;
  const logs = addLog(progress.logs, failure);
  if (end.error.retryable && attempts < host.retries.attempts) {
    const next = nextAttemptPatch(host, current, { delayMs: host.retries.delayMs(attempts), attempts, logs });
    return { ...next, error: asFailure(end.error, end.stage) };
  }
  return finalPatch(host, current, { ...end, progress: { ...end.progress, logs }, status: "failed" });
}

interface NextAttempt {
  readonly delayMs: number;
  readonly attempts: number;
  readonly logs: readonly string[];
}

function nextAttemptPatch(
  host: RetryRules,
  current: ExportRecord,
  { delayMs, attempts, logs }: NextAttempt,
): ExportPatch {
  const state = attempts < current.job.attempts ? "PENDING" : "RETRY";
  return {
    ...NO_FILE,
    status: "pending",
    discarded: discardFiles(current),
    job: { state, attempts, token: null, progress: initialProgress(state, logs), cancelRequested: false },
    startedAt: null,
    dueInMs: delayMs + (delayMs > 0 ? host.enqueueGraceMs : 0),
  };
}

/** The delay of a job whose format this worker does not know, before another worker may take it. */
export const PUT_BACK_MS = 10_000;

/**
 * The member of a job's result that a put-back leaves: the time when the first worker did not know the format, by the
 * store's clock.
 */
const UNKNOWN_SINCE = "format_unknown_since";

/** A newer worker may know the format. The attempt does not count. */
function putBackPatch(host: RetryRules, current: ExportRecord, { error, stage, progress }: AttemptEnd): ExportPatch {
  const { attempts } = current.job;
  const since = formatUnknownSince(current);
  const logs = since === null ? addLog(progress.logs, `A worker put the export back: ${error.message}`) : progress.logs;
  const { job, ...patch } = nextAttemptPatch(host, current, { delayMs: PUT_BACK_MS, attempts: attempts - 1, logs });
  const result = { [UNKNOWN_SINCE]: since ?? current.startedAt };
  return { ...patch, error: asFailure(error, stage), job: { ...job, result } };
}

/** Returns the time when the first worker put back this running export; null when none has. */
export function formatUnknownSince({ job: { result } }: ExportRecord): string | null {
  const since = typeof result === "object" && result !== null && UNKNOWN_SINCE in result ? result[UNKNOWN_SINCE] : null;
  return typeof since === "string" ? since : null;
}

/** Whether an export that runs may wait longer for a worker that knows its format. Both times are the store's. */
export function mayPutBack(
  { unknownFormatGraceMs }: Pick<RetryRules, "unknownFormatGraceMs">,
  current: ExportRecord,
): boolean {
  const since = formatUnknownSince(current);
  const waited = since === null || current.startedAt === null ? 0 : Date.parse(current.startedAt) - Date.parse(since);
  return waited < unknownFormatGraceMs;
}

function finalPatch(
  host: RetryRules,
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
    job: {
      state,
      token: null,
      progress: endedProgress(progress, state, message),
      result: null,
      cancelRequested: false,
    },
    finishedAt: "now",
    dueInMs: current.deleted ? 0 : dueAfterEndMs(host, discarded),
  };
}

/** Returns an error as a record keeps it. */
export function asFailure({ code, message, retryable, details }: ExportError, stage: string | null): ExportFailure {
  return { code, message, stage, retryable, details };
}
