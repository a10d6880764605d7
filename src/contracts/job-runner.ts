import type { Id } from "./id.js";

/**
 * Runs one job to its end. Never rejects because an export failed; core keeps the outcome and decides on another attempt, so a
 * runner makes one attempt each.
 *
 * @param signal - aborted when the worker shuts down: the job is released for another worker.
 */
export type RunJob = (jobId: Id, signal: AbortSignal) => Promise<void>;

/**
 * A runner of jobs, at a later time and perhaps in another process. Only the id travels. A job may be delivered twice
 * or never. Claims make repeats harmless, and the reaper enqueues lost jobs again.
 */
export interface JobRunner {
  /** Has the job run, not before `delayMs` from now. */
  enqueue(jobId: Id, options?: { readonly delayMs?: number }): Promise<void>;
  /** Takes a job that has not started off the queue; a job that does not exist is a success. Optional: a claim refuses it too. */
  cancel?(jobId: Id): Promise<void>;
  /** Rejects when the queue cannot be used. Optional: without it `cancel` is asked for a job that does not exist. */
  check?(): Promise<void>;
  /** Makes this process a worker until disposed of: disposal stops taking jobs, aborts those running and waits for them. */
  start?(run: RunJob): AsyncDisposable;
}
