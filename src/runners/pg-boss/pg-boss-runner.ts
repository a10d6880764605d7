import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { JobRunner, RunJob } from "../../contracts/job-runner.js";
import { jobKey } from "../job-key.js";
import { parseJobId, type JobPayload } from "../job-payload.js";
import { startQueueWorker } from "../queue-worker.js";
import { queueWorkerSettings, type QueueWorkerOptions, type QueueWorkerSettings } from "../queue-worker-options.js";

/** The part of a PgBoss of `pg-boss` that {@link createPgBossRunner} needs. */
export interface PgBossLike {
  /** Of a queue that is there already, a success. */
  createQueue(name: string): Promise<unknown>;
  getQueue(name: string): Promise<{ readonly policy?: string } | null>;
  send(name: string, payload: object, options: PgBossSendOptions): Promise<string | null>;
  fetch(name: string): Promise<readonly { readonly id: string; readonly data: unknown }[]>;
  deleteJob(name: string, id: string): Promise<unknown>;
  getJobById(name: string, id: string): Promise<{ readonly state: string } | null>;
  listenerCount(event: string): number;
}

/** The options that an entry is sent with. */
export interface PgBossSendOptions {
  readonly id: string;
  /** In seconds from now. */
  readonly startAfter: number;
  readonly retryLimit: number;
}

/** The options of a pg-boss runner. */
export interface PgBossRunnerOptions extends QueueWorkerOptions {
  /** The host's own, started by the host before the first job, and stopped by it after the worker's disposal. */
  readonly boss: PgBossLike;
  /**
   * The name of a queue that holds nothing else; by default `vasculum`. Created when missing; one that exists must have the
   * policy `standard`.
   */
  readonly queue?: string;
}

const NOT_STARTED = {
  message:
    "The boss of pg-boss is not started, or was stopped. Call boss.start() before startWorker() and before the first export.",
} as const;

/** The states of an entry that waits for a worker. */
const WAITING: ReadonlySet<string> = new Set(["created", "retry"]);

/**
 * Runs jobs from a queue of pg-boss, in this process (`service.startWorker()`) or in others.
 *
 * A job is one entry, which leaves the table when a worker takes it. Enqueued again while it waits, it keeps its place
 * and its time. No completed entries pile up. pg-boss's `work()` is not used. It gives up jobs that run longer than
 * `expireInSeconds` (at most 24 hours) though they still run. Its unawaited `complete()` ends the process when the
 * database is away.
 *
 * Works with pg-boss 10, 11 and 12; 11 needs Node 22, and 12 needs Node 22.12. `enqueue` rejects with `RUNNER_FAILED` when the queue's
 * policy has dropped the job.
 *
 * @throws TypeError when an option is missing or not valid, or the boss has no `error` listener: without one, a lost connection ends the process.
 * @example
 * ```ts
 * const exports = new ExportService({
 *   registry,
 *   store: createMemoryStore(), // where web and workers are processes of their own: createKyselyStore
 *   storage: createMemoryStorage(),
 *   runner: createPgBossRunner({ boss, queue: "exports" }),
 *   authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
 * });
 * ```
 */
export function createPgBossRunner({ boss, queue = "vasculum", ...options }: PgBossRunnerOptions): Required<JobRunner> {
  if (typeof (boss as Partial<PgBossLike> | undefined)?.listenerCount !== "function") {
    throw new TypeError('createPgBossRunner needs the option "boss", a PgBoss of pg-boss.');
  }
  if (boss.listenerCount("error") === 0)
    throw new TypeError('The boss needs an "error" listener before a runner is made of it.');
  if (typeof queue !== "string" || !/^[\w-]+$/.test(queue))
    throw new TypeError("The queue's name must be made of letters, digits, _ and -.");
  return new PgBossRunner(boss, queue, queueWorkerSettings(options));
}

class PgBossRunner implements Required<JobRunner> {
  readonly #boss: PgBossLike;
  readonly #queue: string;
  readonly #settings: QueueWorkerSettings;
  #creating: Promise<unknown> | null = null;
  #checked = false;

  constructor(boss: PgBossLike, queue: string, settings: QueueWorkerSettings) {
    this.#boss = boss;
    this.#queue = queue;
    this.#settings = settings;
  }

  /** @throws ExportError `RUNNER_FAILED` when the boss is not started. */
  async enqueue(jobId: Id, { delayMs = 0 }: { readonly delayMs?: number } = {}): Promise<void> {
    const entry = await this.#find(jobId);
    if (entry !== null && WAITING.has(entry.state)) return;
    // An entry in another state was left by a worker that died while it took it.
    if (entry !== null) await this.cancel(jobId);
    if ((await this.#send(jobId, delayMs)) !== null) return;
    // Null has three causes: another worker was faster, the queue's policy drops the job, or the queue does not exist.
    await this.#createQueue();
    if ((await this.#send(jobId, delayMs)) !== null) return;
    if ((await this.#find(jobId)) === null) await this.#checkPolicy();
  }

  /** @throws ExportError `RUNNER_FAILED` when the boss is not started; what pg-boss throws when its database is away. */
  async check(): Promise<void> {
    await this.#ifThere(() => this.#boss.getQueue(this.#queue));
  }

  async cancel(jobId: Id): Promise<void> {
    await this.#ifThere(() => this.#boss.deleteJob(this.#queue, jobKey(jobId)));
  }

  start(run: RunJob): AsyncDisposable {
    const intake = {
      take: () => this.#take(),
      putBack: (jobId: Id) => this.enqueue(jobId),
      close: async () => undefined,
    };
    return startQueueWorker(run, intake, this.#settings);
  }

  #find(jobId: Id): Promise<{ readonly state: string } | null> {
    return this.#ifThere(() => this.#boss.getJobById(this.#queue, jobKey(jobId)));
  }

  #send(jobId: Id, delayMs: number): Promise<string | null> {
    const payload: JobPayload = { jobId };
    const options = { id: jobKey(jobId), startAfter: delayMs / 1000, retryLimit: 0 };
    return this.#ifThere(() => this.#boss.send(this.#queue, payload, options));
  }

  async #take(): Promise<Id | null> {
    // A boss that is not started gives no entries, and says nothing.
    if (!this.#checked) await this.check();
    this.#checked = true;
    const [entry] = (await this.#ifThere(() => this.#boss.fetch(this.#queue))) ?? [];
    if (entry === undefined) return null;
    await this.#boss.deleteJob(this.#queue, entry.id);
    return parseJobId(entry.data);
  }

  /** Creates the queue once for all who wait: two creations at once are a deadlock in pg-boss 10. */
  async #createQueue(): Promise<void> {
    this.#creating ??= this.#boss.createQueue(this.#queue).finally(() => (this.#creating = null));
    await this.#creating;
  }

  /**
   * Returns the result of the call, or null when the queue does not exist. From pg-boss 11 on, every call rejects for a
   * missing queue.
   */
  async #ifThere<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Error && error.message === `Queue ${this.#queue} does not exist`) return null;
      // What pg-boss makes of the rows that a boss without a connection does not have.
      throw error instanceof TypeError ? new ExportError("RUNNER_FAILED", { ...NOT_STARTED, cause: error }) : error;
    }
  }

  /** @throws ExportError `RUNNER_FAILED` when the queue may drop jobs. A job that is gone from any other was taken in the meantime. */
  async #checkPolicy(): Promise<void> {
    const { policy = "standard" } = (await this.#boss.getQueue(this.#queue)) ?? {};
    if (policy === "standard") return;
    const message = `The job was dropped: pg-boss's queue has the policy "${policy}", and a runner needs one of the policy "standard".`;
    throw new ExportError("RUNNER_FAILED", { message, retryable: false });
  }
}
