import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import type { RunJob } from "../contracts/job-runner.js";
import { quietly } from "../async/quietly.js";
import { within } from "../async/within.js";
import type { QueueWorkerSettings } from "./queue-worker-options.js";

/** Limits the time that the end of a worker waits for a queue that does not answer. */
const LAST_TAKE_MS = 2_000;

/** A queue, as one worker sees it. */
export interface JobIntake {
  /** Takes the next job that is due off the queue, for good; null when there is none. */
  take(): Promise<Id | null>;
  /** Puts a job back that was taken too late. */
  putBack(jobId: Id): Promise<void>;
  /** Closes what was opened for this worker; a `take` that still waits rejects, or is forgotten. */
  close(): Promise<void>;
}

/**
 * Takes jobs off a queue and runs them, until disposed of. A job leaves the queue *before* it runs: a queue's own locks, expiry and
 * redelivery cannot last as long as an export and fence nothing. Core's lease does, and its reaper enqueues what died with a worker.
 */
export function startQueueWorker(run: RunJob, intake: JobIntake, settings: QueueWorkerSettings): AsyncDisposable {
  return new QueueWorker(run, intake, settings);
}

class QueueWorker implements AsyncDisposable {
  readonly #run: RunJob;
  readonly #intake: JobIntake;
  readonly #settings: QueueWorkerSettings;
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #taking: Promise<void>;

  constructor(run: RunJob, intake: JobIntake, settings: QueueWorkerSettings) {
    this.#run = run;
    this.#intake = intake;
    this.#settings = settings;
    // Every running job listens to the one signal.
    setMaxListeners(0, this.#stopping.signal);
    this.#taking = this.#takeJobs();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(new ExportError("RELEASED"));
    await within(Promise.all([this.#close(), ...this.#running]), this.#settings.graceMs, null);
  }

  async #takeJobs(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const jobId = await this.#askQueue(() => this.#intake.take());
      if (jobId === null) await delay(this.#settings.pollMs, undefined, { signal }).catch(() => undefined);
      else if (signal.aborted) await this.#askQueue(() => this.#intake.putBack(jobId));
      else this.#begin(jobId);
      while (this.#running.size >= this.#settings.concurrency) await Promise.race(this.#running);
    }
  }

  #begin(jobId: Id): void {
    // A run keeps its outcome itself; here nobody is left to tell.
    const running = quietly(() => this.#run(jobId, this.#stopping.signal)).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #close(): Promise<void> {
    await within(this.#taking, LAST_TAKE_MS, null);
    await this.#askQueue(() => this.#intake.close());
  }

  /** Returns the result of a call of the queue; null when it fails, which the host hears. */
  async #askQueue<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      this.#settings.report(error);
      return null;
    }
  }
}
