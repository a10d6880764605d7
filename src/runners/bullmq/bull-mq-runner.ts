import { randomUUID } from "node:crypto";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { JobRunner, RunJob } from "../../contracts/job-runner.js";
import { jobKey } from "../job-key.js";
import { parseJobId, type JobPayload } from "../job-payload.js";
import { startQueueWorker } from "../queue-worker.js";
import { queueWorkerSettings, type QueueWorkerOptions, type QueueWorkerSettings } from "../queue-worker-options.js";

/** The part of a Queue of `bullmq` that {@link createBullMqRunner} needs. */
export interface BullMqQueueLike {
  add(name: string, payload: object, options: BullMqJobOptions): Promise<{ readonly id?: string | undefined }>;
  getJobState(id: string): Promise<string>;
  remove(id: string): Promise<unknown>;
}

/** The options that an entry is added with. */
export interface BullMqJobOptions {
  readonly jobId: string;
  /** In milliseconds from now. */
  readonly delay: number;
  readonly removeOnComplete: boolean;
}

/** The part of a Worker of `bullmq` that {@link createBullMqRunner} needs. */
export interface BullMqWorkerLike {
  getNextJob(token: string, options: { readonly block: boolean }): Promise<BullMqJobLike | undefined>;
  close(force: boolean): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** The part of a Job of `bullmq` that {@link createBullMqRunner} needs. */
export interface BullMqJobLike {
  readonly data: unknown;
  moveToCompleted(returnValue: null, token: string, fetchNext: boolean): Promise<unknown>;
}

/** The options of a BullMQ runner. */
export interface BullMqRunnerOptions extends QueueWorkerOptions {
  /** The host's own, closed by the host. Holds nothing but exports, and has no default `deduplication`. */
  readonly queue: BullMqQueueLike;
  /**
   * Makes a worker of the same queue and prefix, without a processor: `() => new Worker("exports", null, { connection })`. Called by
   * every `start`; the disposal closes it.
   */
  readonly createWorker: () => BullMqWorkerLike;
}

const DROPPED =
  "The job was dropped: BullMQ's queue has a default deduplication, and a runner needs a queue without one.";

/** The states of an entry that waits for a worker. */
const WAITING: ReadonlySet<string> = new Set(["waiting", "delayed", "prioritized"]);

/**
 * Runs jobs from a queue of BullMQ, in this process (`service.startWorker()`) or in others.
 *
 * A job is one entry, which leaves Redis when a worker takes it. Enqueued again while it waits, it keeps its place and
 * its time. No completed entries pile up. So no lock has to be renewed for the hours of an export, and none can stall.
 * Redis may be emptied or restarted at any time: the reaper enqueues what is missing. `enqueue` rejects with
 * `RUNNER_FAILED` when a default `deduplication` of the queue has dropped the job.
 *
 * @throws TypeError when an option is missing or not valid.
 * @example
 * ```ts
 * const exports = new ExportService({
 *   registry,
 *   store: createMemoryStore(), // where web and workers are processes of their own: createKyselyStore
 *   storage: createMemoryStorage(),
 *   runner: createBullMqRunner({ queue, createWorker: () => new Worker("exports", null, { connection }) }),
 *   authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
 * });
 * ```
 */
export function createBullMqRunner({ queue, createWorker, ...options }: BullMqRunnerOptions): Required<JobRunner> {
  if (typeof (queue as Partial<BullMqQueueLike> | undefined)?.add !== "function") {
    throw new TypeError('createBullMqRunner needs the option "queue", a Queue of bullmq.');
  }
  if (typeof createWorker !== "function") {
    throw new TypeError(
      'createBullMqRunner needs the option "createWorker", such as () => new Worker(name, null, { connection }).',
    );
  }
  return new BullMqRunner(queue, createWorker, queueWorkerSettings(options));
}

class BullMqRunner implements Required<JobRunner> {
  readonly #queue: BullMqQueueLike;
  readonly #createWorker: () => BullMqWorkerLike;
  readonly #settings: QueueWorkerSettings;

  constructor(queue: BullMqQueueLike, createWorker: () => BullMqWorkerLike, settings: QueueWorkerSettings) {
    this.#queue = queue;
    this.#createWorker = createWorker;
    this.#settings = settings;
  }

  async enqueue(jobId: Id, { delayMs = 0 }: { readonly delayMs?: number } = {}): Promise<void> {
    const key = jobKey(jobId);
    if (WAITING.has(await this.#queue.getJobState(key))) return;
    // BullMQ adds no second entry of a name: what a worker left that died while it took it, or half of a lost queue, must go first.
    await this.#queue.remove(key);
    const payload: JobPayload = { jobId };
    const { id } = await this.#queue.add("export", payload, { jobId: key, delay: delayMs, removeOnComplete: true });
    // What BullMQ gives for a duplicate is the entry that it kept.
    if (id !== key) throw new ExportError("RUNNER_FAILED", { message: DROPPED, retryable: false });
  }

  async check(): Promise<void> {
    await this.#queue.getJobState(jobKey("check"));
  }

  async cancel(jobId: Id): Promise<void> {
    await this.#queue.remove(jobKey(jobId));
  }

  start(run: RunJob): AsyncDisposable {
    const worker = this.#createWorker();
    // BullMQ connects again by itself, and says every time that it could not.
    worker.on("error", this.#settings.report);
    const token = randomUUID();
    const intake = {
      take: () => take(worker, token),
      putBack: (jobId: Id) => this.enqueue(jobId),
      close: () => worker.close(true),
    };
    return startQueueWorker(run, intake, this.#settings);
  }
}

async function take(worker: BullMqWorkerLike, token: string): Promise<Id | null> {
  const job = await worker.getNextJob(token, { block: false });
  if (job === undefined) return null;
  await job.moveToCompleted(null, token, false);
  return parseJobId(job.data);
}
