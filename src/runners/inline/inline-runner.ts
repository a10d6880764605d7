import pLimit from "p-limit";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { JobRunner, RunJob } from "../../contracts/job-runner.js";
import { quietly } from "../../async/quietly.js";
import { LONGEST_TIMER_MS } from "../../async/time-limit.js";

/** The options of an inline runner. */
export interface InlineRunnerOptions {
  /** The number of jobs that run at once; by default 1. */
  readonly concurrency?: number;
}

/**
 * Runs jobs in this process, in the order in which they fall due. The queue lives in memory: a job waits until `start`, outlives a
 * worker's disposal, and is lost with the process; the reaper enqueues it again. A job that is enqueued again while it waits keeps its
 * place, or gets the earlier time. Only a worker with jobs to run, now or
 * later, keeps the process alive.
 *
 * @throws TypeError when `concurrency` is not an integer from 1, and from `start` while a worker is running.
 * @example
 * ```ts
 * const service = new ExportService({
 *   registry,
 *   store: createMemoryStore(),
 *   storage: createFileSystemStorage({ root: directory }),
 *   runner: createInlineRunner(),
 *   authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
 * });
 * ```
 */
export function createInlineRunner({ concurrency = 1 }: InlineRunnerOptions = {}): Required<JobRunner> {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError("The concurrency must be an integer from 1.");
  return new InlineRunner(concurrency);
}

interface QueuedJob {
  readonly id: Id;
  /** By `performance.now()`, which no change of the clock moves. */
  readonly runAt: number;
}

class InlineRunner implements Required<JobRunner> {
  readonly #concurrency: number;
  /** One entry for each job, however often it is enqueued. */
  readonly #queue = new Map<Id, QueuedJob>();
  #worker: Worker | null = null;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  async enqueue(jobId: Id, { delayMs = 0 }: { readonly delayMs?: number } = {}): Promise<void> {
    const job = { id: jobId, runAt: performance.now() + delayMs };
    const queued = this.#queue.get(jobId);
    if (queued !== undefined && queued.runAt <= job.runAt) return;
    if (queued !== undefined) this.#worker?.unschedule(queued);
    this.#queue.set(jobId, job);
    this.#worker?.schedule(job);
  }

  /** A queue in memory is always there. */
  async check(): Promise<void> {}

  async cancel(jobId: Id): Promise<void> {
    const job = this.#queue.get(jobId);
    if (job === undefined) return;
    this.#queue.delete(jobId);
    this.#worker?.unschedule(job);
  }

  start(run: RunJob): AsyncDisposable {
    if (this.#worker !== null) throw new TypeError("The inline runner has been started already.");
    const worker = new Worker(run, this.#queue, this.#concurrency);
    this.#worker = worker;
    for (const job of this.#queue.values()) worker.schedule(job);
    return {
      [Symbol.asyncDispose]: async () => {
        if (this.#worker === worker) this.#worker = null;
        await worker.stop();
      },
    };
  }
}

/**
 * The work between a start and its disposal. A job leaves the queue when it starts. A job that is no longer queued is
 * not run.
 */
class Worker {
  readonly #run: RunJob;
  readonly #queue: Map<Id, QueuedJob>;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #timers = new Map<QueuedJob, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(run: RunJob, queue: Map<Id, QueuedJob>, concurrency: number) {
    this.#run = run;
    this.#queue = queue;
    this.#limit = pLimit(concurrency);
  }

  schedule(job: QueuedJob): void {
    const wait = job.runAt - performance.now();
    if (wait <= 0) return void this.#limit(() => this.#take(job));
    const timer = setTimeout(
      () => {
        this.#timers.delete(job);
        this.schedule(job);
      },
      // A longer delay is waited for in pieces.
      Math.min(Math.ceil(wait), LONGEST_TIMER_MS),
    );
    this.#timers.set(job, timer);
  }

  unschedule(job: QueuedJob): void {
    clearTimeout(this.#timers.get(job));
    this.#timers.delete(job);
  }

  async stop(): Promise<void> {
    this.#limit.clearQueue();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#stopping.abort(new ExportError("RELEASED"));
    await Promise.all(this.#running);
  }

  async #take(job: QueuedJob): Promise<void> {
    if (this.#stopping.signal.aborted || this.#queue.get(job.id) !== job) return;
    this.#queue.delete(job.id);
    // A run keeps its outcome itself; here nobody is left to tell.
    const running = quietly(() => this.#run(job.id, this.#stopping.signal));
    this.#running.add(running);
    await running;
    this.#running.delete(running);
  }
}
