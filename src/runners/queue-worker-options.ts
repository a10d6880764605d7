import { quietly } from "../async/quietly.js";
import { fitsTimer } from "../async/time-limit.js";
import type { ExportError } from "../contracts/export-error.js";
import { toExportError } from "../core/ports/call-port.js";

/** The options of a process that works on a queue. */
export interface QueueWorkerOptions {
  /** The number of jobs that run at once in this process; by default 1. */
  readonly concurrency?: number;
  /** The wait before a queue with nothing due is asked again, in milliseconds; by default 500. */
  readonly pollMs?: number;
  /**
   * The time that a disposal waits for the jobs it aborted, in milliseconds; by default 25,000. This is less than the
   * half minute that most platforms give between SIGTERM and SIGKILL. A job that takes longer is left to the reaper.
   */
  readonly graceMs?: number;
  /** Gets `RUNNER_FAILED` when the queue is away. Holds no secrets; its `cause` may. */
  readonly onError?: (error: ExportError) => void;
}

/** The options with their defaults. */
export interface QueueWorkerSettings extends Required<Omit<QueueWorkerOptions, "onError">> {
  /** Tells the host of an error that nobody waits for. */
  report(error: unknown): void;
}

/** @throws TypeError when a number is not what it should be. */
export function queueWorkerSettings({
  concurrency = 1,
  pollMs = 500,
  graceMs = 25_000,
  onError,
}: QueueWorkerOptions): QueueWorkerSettings {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError("concurrency must be an integer from 1.");
  for (const [name, ms] of Object.entries({ pollMs, graceMs })) {
    if (!fitsTimer(ms)) throw new TypeError(`${name} must be a number of milliseconds from 1 to 2^31 - 1.`);
  }
  const report = (error: unknown): void => void quietly(() => onError?.(toExportError(error, "RUNNER_FAILED")));
  return Object.freeze({ concurrency, pollMs, graceMs, report });
}
