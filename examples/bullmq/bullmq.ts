/** Exports run by BullMQ, from a queue in the host's own Redis. */
import assert from "node:assert/strict";
import { Queue, Worker } from "bullmq";
import { createMemoryStorage, createMemoryStore, ExportRegistry, ExportService } from "vasculum";
import { createCsvExporter, createMemoryOccurrenceSource } from "vasculum/occurrences";
import { createBullMqRunner } from "vasculum/bullmq";
import { OCCURRENCE_FIXTURE } from "vasculum/testing";
import { noRedis, startRedisServer } from "../../test/support/redis.js";

if (noRedis !== null) process.exit();
await using redis = await startRedisServer();
const registry = new ExportRegistry();
registry.register("occurrences_simple_csv")(
  createCsvExporter({ source: createMemoryOccurrenceSource(OCCURRENCE_FIXTURE) }),
);
const user = { id: 1, name: "Ada" };

// #region service
const connection = { host: "127.0.0.1", port: redis.port };
const queue = new Queue("exports", { connection });
queue.on("error", ({ message }) => console.log("bullmq:", message));

const exports = new ExportService({
  registry,
  store: createMemoryStore(), // where web and workers are processes of their own: createKyselyStore
  storage: createMemoryStorage(),
  runner: createBullMqRunner({ queue, createWorker: () => new Worker("exports", null, { connection }) }),
  authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
});
// #endregion

// #region worker
const worker = exports.startWorker();
const reaper = exports.startReaper();

process.once("SIGTERM", () => void stop());

async function stop(): Promise<void> {
  await reaper[Symbol.asyncDispose]();
  await worker[Symbol.asyncDispose](); // what runs is released, for another worker
  await queue.close();
}
// #endregion

const { id } = await exports.create({ project: 1, format: "occurrences_simple_csv" }, { user });
const done = await exports.waitForEnd(id, { user });
assert.equal(done.status, "succeeded");
assert.equal(await queue.count(), 0);
await stop();
