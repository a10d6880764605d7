import { randomUUID } from "node:crypto";
import { Queue, Worker } from "bullmq";
import { afterAll, beforeAll, describe } from "vitest";
import { createBullMqRunner } from "../../../src/bullmq.js";
import { noRedis, type RedisServer, startRedisServer } from "../../support/redis.js";
import { fleetTests } from "../fleet-tests.js";

describe.skipIf(noRedis !== null)("on a Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  fleetTests(async () => {
    const connection = { host: "127.0.0.1", port: redis.port };
    const name = randomUUID();
    const queue = new Queue(name, { connection });
    return {
      server: "bullmq",
      url: `redis://127.0.0.1:${redis.port}`,
      queue: name,
      createRunner: () => createBullMqRunner({ queue, createWorker: () => new Worker(name, null, { connection }) }),
      entries: async () => Object.values(await queue.getJobCounts()).reduce((sum, count) => sum + count, 0),
      close: () => queue.close(),
    };
  });
});
