import { randomUUID } from "node:crypto";
import { type DefaultJobOptions, Queue, Worker, type WorkerOptions } from "bullmq";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createBullMqRunner, type BullMqRunnerOptions } from "../../../src/bullmq.js";
import { createJobLog } from "../../../src/testing/runner-suite/job-log.js";
import { runnerSuite } from "../../../src/testing/runner-suite/runner-suite.js";
import { noRedis, type RedisServer, startRedisServer } from "../../support/redis.js";
import { type QueueFixture, queueRunnerTests } from "../queue-runner-tests.js";

const queue = { add: async () => undefined };

test.each([
  ["queue", {}],
  ["queue", { queue: { connection: {} }, createWorker: () => undefined }],
  ["createWorker", { queue }],
  ["createWorker", { queue, createWorker: {} }],
])("without its %s no runner is made: %o", (name, options) => {
  const create = () => createBullMqRunner(options as unknown as BullMqRunnerOptions);
  expect(create).toThrow(TypeError);
  expect(create).toThrow(`needs the option "${name}"`);
});

describe.skipIf(noRedis !== null)("on a Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  async function openQueue(): Promise<QueueFixture & { readonly queue: Queue }> {
    const connection = { host: "127.0.0.1", port: redis.port };
    const name = randomUUID();
    const queue = new Queue(name, { connection });
    queue.on("error", () => undefined);
    const createWorker = (options: Partial<WorkerOptions> = {}) => new Worker(name, null, { connection, ...options });
    return {
      queue,
      createRunner: (options) =>
        createBullMqRunner({ queue, createWorker: () => createWorker(), pollMs: 10, ...options }),
      entries: async () => Object.values(await queue.getJobCounts()).reduce((sum, count) => sum + count, 0),
      empty: () => queue.obliterate({ force: true }),
      takeAndDie: async () => {
        const dying = createWorker({ lockDuration: 50 });
        expect(await dying.getNextJob("dying", { block: false })).toBeDefined();
        await dying.close(true);
      },
      addForeign: async () => void (await queue.add("foreign", { secret: "moth" }, { removeOnComplete: true })),
      close: () => queue.close(),
    };
  }

  describe("contract", () => {
    runnerSuite({
      test,
      create: async () => {
        const { createRunner, close } = await openQueue();
        return { runner: createRunner(), close };
      },
    });
  });

  describe("a queue of its own", () => queueRunnerTests(openQueue));

  test("a queue whose default deduplication drops a job is reported", async () => {
    const defaultJobOptions = { deduplication: { id: "exports" } } as Partial<DefaultJobOptions>;
    const deduplicating = new Queue(randomUUID(), {
      connection: { host: "127.0.0.1", port: redis.port },
      defaultJobOptions,
    });
    onTestFinished(() => deduplicating.close());
    const runner = createBullMqRunner({ queue: deduplicating, createWorker: () => new Worker(deduplicating.name) });
    await runner.enqueue(1);
    await runner.enqueue(1);
    const dropped = expect.objectContaining({
      code: "RUNNER_FAILED",
      retryable: false,
      message: expect.stringContaining("deduplication"),
    });
    await expect(runner.enqueue(2)).rejects.toEqual(dropped);
  });

  test("after its disposal a worker has no connection left", async () => {
    const { createRunner, close, queue } = await openQueue();
    onTestFinished(close);
    const client = await queue.waitUntilReady().then(() => queue.getBackend().client);
    const connections = async () => ((await client.runCommand("client", ["LIST"])) as string).trim().split("\n").length;
    const before = await connections();
    const runner = createRunner();
    const log = createJobLog();
    const worker = runner.start(log.run);
    await runner.enqueue(1);
    await log.started(1);
    expect(await connections()).toBeGreaterThan(before);
    await worker[Symbol.asyncDispose]();
    await expect.poll(connections).toBe(before);
  });

  test("a Redis that dies and comes back empty is reported, and loses no worker", async () => {
    const { createRunner, close } = await openQueue();
    onTestFinished(close);
    const errors: unknown[] = [];
    const runner = createRunner({ onError: (error) => void errors.push(error) });
    const log = createJobLog();
    await using _ = runner.start(log.run);
    await runner.enqueue(1);
    await log.started(1);
    await redis.kill();
    await expect.poll(() => errors.length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(errors[0]).toMatchObject({ code: "RUNNER_FAILED" });
    await redis.restart();
    await runner.enqueue(2);
    await log.started(2);
  });

  test.each(["busy", "idle"])("a Redis that is gone does not hold up the end of a worker that is %s", async (state) => {
    const { createRunner, close } = await openQueue();
    const runner = createRunner();
    const log = createJobLog({ hang: state === "busy" ? [1] : [] });
    const worker = runner.start(log.run);
    await runner.enqueue(1);
    await log.started(1);
    await redis.kill();
    const from = performance.now();
    await worker[Symbol.asyncDispose]();
    expect(performance.now() - from).toBeLessThan(5_000);
    expect(log.ended).toEqual([1]);
    await close();
    await redis.restart();
  });
});
