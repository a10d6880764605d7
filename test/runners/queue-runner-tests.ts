import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import type { JobRunner } from "../../src/contracts/job-runner.js";
import type { QueueWorkerOptions } from "../../src/runners/queue-worker-options.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { createJobLog } from "../../src/testing/runner-suite/job-log.js";
import { gate } from "../support/gate.js";
import { type NightRow, NightlyExporter } from "../support/nightly-exporter.js";
import { createTestHost, type TestHost, type TestHostOptions } from "../support/test-host.js";

/** An empty queue of a test's own, on a real server. */
export interface QueueFixture {
  /** A runner over the queue, as this process or another would have it. */
  createRunner(options?: QueueWorkerOptions): Required<JobRunner>;
  /** How many entries there are, in whatever state. */
  entries(): Promise<number>;
  empty(): Promise<void>;
  /** Takes an entry as a worker does that dies while it takes it. */
  takeAndDie(): Promise<void>;
  /** Adds an entry that is no job. */
  addForeign(): Promise<void>;
  close(): Promise<void>;
}

const HOUR = 60 * 60 * 1000;

/** What must hold of a runner over any queue server, beyond the contract. */
export function queueRunnerTests(create: () => Promise<QueueFixture>): void {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  beforeAll(() => void process.on("unhandledRejection", listen));
  afterAll(() => void process.off("unhandledRejection", listen));
  afterEach(() => expect(unhandled.splice(0)).toEqual([]));
  const open = async (): Promise<QueueFixture> => {
    const fixture = await create();
    onTestFinished(() => fixture.close());
    return fixture;
  };
  testEntries(open);
  testWorkers(open);
  testHealing(open);
  testReleases(open);
}

function testEntries(open: () => Promise<QueueFixture>): void {
  test("a job enqueued fifty times, at once and in turn, is one entry and runs once", async () => {
    const queue = await open();
    const runner = queue.createRunner();
    await runner.enqueue(1);
    await Promise.all(Array.from({ length: 25 }, () => runner.enqueue(1)));
    for (let times = 0; times < 24; times += 1) await runner.enqueue(1, { delayMs: times });
    expect(await queue.entries()).toBe(1);
    const log = createJobLog();
    await using _ = runner.start(log.run);
    await runner.enqueue("last", { delayMs: 50 });
    await log.started("last");
    expect(log.ids).toEqual([1, "last"]);
    expect(await queue.entries()).toBe(0);
  });

  test("a job enqueued again while it waits keeps its place, whatever its new delay", async () => {
    const queue = await open();
    const runner = queue.createRunner();
    for (const id of [1, 2, 3, 1]) await runner.enqueue(id);
    await runner.enqueue(2, { delayMs: HOUR });
    await runner.enqueue("last");
    const log = createJobLog();
    await using _ = runner.start(log.run);
    await log.started("last");
    expect(log.ids).toEqual([1, 2, 3, "last"]);
    expect(await queue.entries()).toBe(0);
  });

  test("a job enqueued again while it is delayed keeps its time", async () => {
    const queue = await open();
    const runner = queue.createRunner();
    await runner.enqueue(1, { delayMs: HOUR });
    for (const id of [2, 1, "last"]) await runner.enqueue(id);
    const log = createJobLog();
    await using _ = runner.start(log.run);
    await log.started("last");
    expect(log.ids).toEqual([2, "last"]);
    expect(await queue.entries()).toBe(1);
  });

  test("a number and the text that looks like it are two jobs", async () => {
    const queue = await open();
    const runner = queue.createRunner();
    for (const id of [1, "1", "last"]) await runner.enqueue(id);
    await runner.cancel(1);
    const log = createJobLog();
    await using _ = runner.start(log.run);
    await log.started("last");
    expect(log.ids).toEqual(["1", "last"]);
  });

  test("any text is an id", async () => {
    const runner = (await open()).createRunner();
    const ids = ["0", "-1", "a:b:c:d", "Ωμέγα/%", "x".repeat(2_000)];
    for (const id of ids) await runner.enqueue(id);
    const log = createJobLog();
    await using _ = runner.start(log.run);
    await Promise.all(ids.map((id) => log.started(id)));
    expect(log.ids).toEqual(ids);
  });

  test("a job that runs may be enqueued again, and runs again afterwards", async () => {
    const runner = (await open()).createRunner();
    let runs = 0;
    const ended = gate();
    await using _ = runner.start(async (jobId) => {
      runs += 1;
      if (runs === 1) await runner.enqueue(jobId, { delayMs: 20 });
      else ended.open();
    });
    await runner.enqueue(1);
    await ended.pass();
    expect(runs).toBe(2);
  });

  test("an entry that is no job is dropped and reported", async () => {
    const queue = await open();
    const errors: unknown[] = [];
    const runner = queue.createRunner({ onError: (error) => void errors.push(error) });
    await runner.enqueue(1);
    await runner.cancel(1);
    await queue.addForeign();
    await runner.enqueue(2);
    const log = createJobLog();
    await using _ = runner.start(log.run);
    await log.started(2);
    expect(errors).toMatchObject([{ code: "RUNNER_FAILED", retryable: false }]);
    expect(await queue.entries()).toBe(0);
  });
}

function testWorkers(open: () => Promise<QueueFixture>): void {
  test("as many jobs run at once as allowed", async () => {
    const runner = (await open()).createRunner({ concurrency: 2 });
    for (const id of [1, 2, 3]) await runner.enqueue(id);
    const opened = new Map([1, 2, 3].map((id) => [id, gate()]));
    const ids: unknown[] = [];
    await using _ = runner.start((id) => {
      ids.push(id);
      return opened.get(Number(id))!.pass();
    });
    await opened.get(1)!.reached;
    await opened.get(2)!.reached;
    expect(ids).toEqual([1, 2]);
    opened.get(2)!.open();
    await opened.get(3)!.reached;
    opened.get(1)!.open();
    opened.get(3)!.open();
  });

  test("a job that runs is no entry any more: nothing of the queue's own can expire, stall or repeat it", async () => {
    const queue = await open();
    const runner = queue.createRunner();
    const inRun = gate();
    await using _ = runner.start(() => inRun.pass());
    await runner.enqueue(1);
    await inRun.reached;
    expect(await queue.entries()).toBe(0);
    inRun.open();
  });

  test("two workers share a queue, and no job runs twice", async () => {
    const queue = await open();
    const ids = Array.from({ length: 30 }, (_, index) => index);
    for (const id of ids) await queue.createRunner().enqueue(id);
    const log = createJobLog();
    await using _one = queue.createRunner().start(log.run);
    await using _two = queue.createRunner().start(log.run);
    await Promise.all(ids.map((id) => log.started(id)));
    expect([...log.ids].sort((a, b) => Number(a) - Number(b))).toEqual(ids);
  });

  test("a disposal says RELEASED, may be repeated, and leaves the waiting to the next worker", async () => {
    const queue = await open();
    const runner = queue.createRunner();
    const log = createJobLog({ hang: [1] });
    const worker = runner.start(log.run);
    await runner.enqueue(1);
    await log.started(1);
    await runner.enqueue(2);
    await Promise.all([worker[Symbol.asyncDispose](), worker[Symbol.asyncDispose]()]);
    expect(log.signal(1)?.reason).toMatchObject({ code: "RELEASED" });
    await using _ = queue.createRunner().start(log.run);
    await log.started(2);
    expect(log.ids).toEqual([1, 2]);
  });

  test("a job that is taken as its worker ends goes back into the queue", async () => {
    const queue = await open();
    const runner = queue.createRunner();
    await runner.enqueue(1);
    const log = createJobLog();
    await runner.start(log.run)[Symbol.asyncDispose]();
    expect(log.ids).toEqual([]);
    expect(await queue.entries()).toBe(1);
    await using _ = runner.start(log.run);
    await log.started(1);
  });

  test("a job that does not listen holds a disposal no longer than the grace time", async () => {
    const runner = (await open()).createRunner({ graceMs: 100 });
    const deaf = gate();
    const worker = runner.start(() => deaf.pass());
    await runner.enqueue(1);
    await deaf.reached;
    const from = performance.now();
    await worker[Symbol.asyncDispose]();
    expect(performance.now() - from).toBeLessThan(1_500);
    deaf.open();
  });

  test.each([{ concurrency: 0 }, { concurrency: 1.5 }, { pollMs: 0 }, { pollMs: NaN }, { graceMs: 2 ** 31 }])(
    "%o is refused",
    async (options) => {
      const queue = await open();
      expect(() => queue.createRunner(options)).toThrow(TypeError);
    },
  );
}

/** A host whose clock the test moves, so that whatever is due to be healed can be made due. */
async function createHost(
  runner: JobRunner,
  options: TestHostOptions = {},
): Promise<TestHost & { readonly healed: (id: ExportRecord["id"]) => Promise<string> }> {
  const clock = createFakeClock();
  const host = await createTestHost({ store: createMemoryStore({ clock }), runner, leaseMs: 10_000, ...options });
  return {
    ...host,
    healed: async (id) => {
      clock.advance(HOUR);
      await host.service.reap();
      return (await host.stored(id)).status;
    },
  };
}

function testHealing(open: () => Promise<QueueFixture>): void {
  test("an export whose queue was emptied is run after a pass of the reaper", async () => {
    const queue = await open();
    const host = await createHost(queue.createRunner());
    const { id } = await host.create();
    expect(await queue.entries()).toBe(1);
    await queue.empty();
    await using _ = host.service.startWorker();
    // One pass: a clock that goes on would end the lease of a run that has begun.
    await host.healed(id);
    await expect.poll(async () => (await host.stored(id)).status, { timeout: 20_000 }).toBe("succeeded");
    expect((await host.stored(id)).job.attempts).toBe(1);
    // It has waited longer than the grace.
    expect(host.errors.filter(({ code }) => code !== "WORKER_MISSING")).toEqual([]);
  });

  test("an export that a dying worker took off the queue is run after a pass of the reaper", async () => {
    const queue = await open();
    const host = await createHost(queue.createRunner());
    const { id } = await host.create();
    await queue.takeAndDie();
    await using _ = host.service.startWorker();
    await expect.poll(() => host.healed(id), { timeout: 10_000 }).toBe("succeeded");
    await expect.poll(() => queue.entries()).toBe(0);
  });

  test("a job delivered again while it runs is refused, and the run goes on", async () => {
    const queue = await open();
    const inRun = gate();
    const host = await createHost(queue.createRunner({ concurrency: 2 }), { exporter: waitingExporter(inRun.pass) });
    await using _ = host.service.startWorker();
    const { id } = await host.create();
    await inRun.reached;
    await queue.createRunner().enqueue(id);
    await expect.poll(() => queue.entries()).toBe(0);
    inRun.open();
    await expect.poll(async () => (await host.stored(id)).status).toBe("succeeded");
    expect((await host.stored(id)).job.attempts).toBe(1);
    expect(await host.keys()).toHaveLength(1);
  });

  test("a cancelled export leaves the queue", async () => {
    const queue = await open();
    const host = await createHost(queue.createRunner());
    const { id } = await host.create();
    await host.service.cancel(id, { user: { id: 5, name: "Ada" } });
    expect(await queue.entries()).toBe(0);
    expect(host.errors).toEqual([]);
  });
}

function testReleases(open: () => Promise<QueueFixture>): void {
  test("an export that is released is in the queue again, and the next worker finishes it", async () => {
    const queue = await open();
    const inRun = gate();
    let runs = 0;
    const host = await createHost(queue.createRunner(), {
      exporter: waitingExporter(() => ((runs += 1) === 1 ? inRun.pass() : Promise.resolve())),
    });
    const worker = host.service.startWorker();
    const { id } = await host.create();
    await inRun.reached;
    await worker[Symbol.asyncDispose]();
    expect(await host.stored(id)).toMatchObject({ status: "pending", job: { attempts: 0, token: null } });
    expect(await queue.entries()).toBe(1);
    await using _ = host.service.startWorker();
    await expect.poll(async () => (await host.stored(id)).status).toBe("succeeded");
    inRun.open();
    expect(host.errors).toEqual([]);
  });
}

/** Writes nights once `pass` lets it. */
function waitingExporter(pass: () => Promise<void>): typeof NightlyExporter {
  return class extends NightlyExporter {
    override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
      await pass();
      yield* super.encode(batches);
    }
  };
}
