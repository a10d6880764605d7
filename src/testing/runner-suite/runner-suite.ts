import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Id } from "../../contracts/id.js";
import type { JobRunner, RunJob } from "../../contracts/job-runner.js";
import {
  contractTest,
  type ContractTest,
  type Fixture,
  given,
  needing,
  type SuiteOptions,
} from "../contract/contract-test.js";
import { createJobLog } from "./job-log.js";
import { soon } from "../contract/soon.js";

/** The parts that one test of the runner suite works with. */
export interface RunnerFixture {
  /** With an empty queue, running one job at a time. */
  readonly runner: JobRunner;
}

/** The options of the runner suite. */
export interface RunnerSuiteOptions extends SuiteOptions<RunnerFixture> {
  /** The time that a queued job may wait for its turn, in milliseconds; by default 2,000. */
  readonly patienceMs?: number;
  /** A delay that the queue keeps, in milliseconds; by default 100. Queues that poll by the second need 2,000. */
  readonly delayMs?: number;
  /** `["cancel"]` for a runner that has no `cancel`: the tests of it are then named `not tested: …`. By default nothing. */
  readonly without?: readonly "cancel"[];
}

const LAST = "last";

/**
 * One test for every promise of {@link JobRunner}; a runner without `start` (its jobs come by a web hook, say) cannot be tested so.
 *
 * @example
 * ```ts
 * runnerSuite({ test, create: () => ({ runner: createArrayRunner() }) });
 * ```
 */
export function runnerSuite({ test, create, patienceMs = 2000, delayMs = 100, without }: RunnerSuiteOptions): void {
  const contract = contractTest<WorkedFixture>({ test, create: async () => withWorkers(await create(), patienceMs) });
  testRuns(contract, { patienceMs, delayMs });
  testCancels(needing(contract, "cancel", { test, without }), { patienceMs, delayMs });
  testDisposals(contract, { patienceMs, delayMs });
}

interface Durations {
  readonly patienceMs: number;
  readonly delayMs: number;
}

/** Tests the promises of `enqueue` and `start`. */
function testRuns(test: ContractTest<WorkedFixture>, { patienceMs, delayMs }: Durations): void {
  test("every job is run, with the id that was enqueued", async ({ enqueue, start }) => {
    const log = createJobLog();
    start(log.run);
    const ids: readonly Id[] = [1, "2", "6c84fb90-12c4-11e1-840d-7b25c5ee775a", 2 ** 53 - 1];
    for (const id of ids) await enqueue(id);
    for (const id of ids) await soon(log.started(id), { ms: patienceMs, what: `The job ${id}` });
    assert.deepEqual(new Set(log.ids), new Set(ids));
  });

  test("a job enqueued before the start is run after it", async ({ enqueue, start }) => {
    const log = createJobLog();
    await enqueue(1);
    start(log.run);
    await soon(log.started(1), { ms: patienceMs, what: "The job" });
  });

  test("enqueue does not wait for the job", async ({ enqueue, start }) => {
    const log = createJobLog({ hang: [1] });
    start(log.run);
    await enqueue(1);
    await soon(log.started(1), { ms: patienceMs, what: "The job" });
  });

  test("a delayed job is run, not before its time, and holds up no other", async ({ enqueue, start }) => {
    const log = createJobLog();
    start(log.run);
    const enqueued = performance.now();
    await enqueue(1, { delayMs });
    await enqueue(2);
    await soon(log.started(1), { ms: patienceMs + delayMs, what: "The delayed job" });
    assert.ok(performance.now() - enqueued >= delayMs, "The job was run before its time.");
    assert.deepEqual(log.ids, [2, 1]);
  });

  test("a run that rejects is not repeated, and holds up no other", async ({ enqueue, start }) => {
    const log = createJobLog({ reject: [1] });
    start(log.run);
    await enqueue(1);
    await enqueue(LAST, { delayMs });
    await soon(log.started(LAST), { ms: patienceMs + delayMs, what: "The next job" });
    assert.deepEqual(log.ids, [1, LAST]);
  });
}

/** Tests the promises of `cancel`. */
function testCancels(test: ContractTest<WorkedFixture>, { patienceMs, delayMs }: Durations): void {
  test("a cancelled job that has not started is not run", async ({ runner, enqueue, start }) => {
    given(runner.cancel, "cancel");
    const log = createJobLog();
    await enqueue(1);
    await enqueue(2, { delayMs });
    await runner.cancel?.(1);
    await runner.cancel?.(2);
    await enqueue(LAST, { delayMs: 2 * delayMs });
    start(log.run);
    await soon(log.started(LAST), { ms: patienceMs + 2 * delayMs, what: "The last job" });
    assert.deepEqual(log.ids, [LAST]);
  });

  test("cancel of a job that does not exist, or runs already, is a success", async ({ runner, enqueue, start }) => {
    given(runner.cancel, "cancel");
    const log = createJobLog({ hang: [1] });
    start(log.run);
    await runner.cancel?.("nowhere");
    await enqueue(1);
    await soon(log.started(1), { ms: patienceMs, what: "The job" });
    await runner.cancel?.(1);
    assert.equal(log.signal(1)?.aborted, false);
  });
}

/** Tests the promises of a worker's end. */
function testDisposals(test: ContractTest<WorkedFixture>, { patienceMs, delayMs }: Durations): void {
  test("disposal aborts the running jobs and waits for them", async ({ enqueue, start }) => {
    const log = createJobLog({ hang: [1], afterAbortMs: 20 });
    const worker = start(log.run);
    await enqueue(1);
    await soon(log.started(1), { ms: patienceMs, what: "The job" });
    assert.equal(log.signal(1)?.aborted, false);
    await soon(Promise.resolve(worker[Symbol.asyncDispose]()), { ms: patienceMs, what: "The disposal" });
    assert.equal(log.signal(1)?.aborted, true);
    assert.deepEqual(log.ended, [1]);
  });

  test("after disposal no job is taken", async ({ enqueue, start }) => {
    const log = createJobLog({ hang: [1] });
    const worker = start(log.run);
    await enqueue(1);
    await soon(log.started(1), { ms: patienceMs, what: "The job" });
    await enqueue(2);
    await enqueue(3, { delayMs });
    await soon(Promise.resolve(worker[Symbol.asyncDispose]()), { ms: patienceMs, what: "The disposal" });
    await enqueue(4);
    await delay(2 * delayMs);
    assert.deepEqual(log.ids, [1]);
  });
}

interface WorkedFixture {
  readonly runner: JobRunner;
  /** The runner's own, in time. */
  readonly enqueue: JobRunner["enqueue"];
  /** Starts a worker that ends with the test. */
  readonly start: (run: RunJob) => AsyncDisposable;
}

function withWorkers({ runner, close }: Fixture<RunnerFixture>, patienceMs: number): Fixture<WorkedFixture> {
  const workers: AsyncDisposable[] = [];
  return {
    runner,
    enqueue: (id, options) => soon(runner.enqueue(id, options), { ms: patienceMs, what: "The enqueueing" }),
    start: (run) => {
      const worker = runner.start?.(run);
      assert.ok(worker !== undefined, "The runner has no start.");
      workers.push(worker);
      return worker;
    },
    close: async () => {
      for (const worker of workers) await worker[Symbol.asyncDispose]();
      await close?.();
    },
  };
}
