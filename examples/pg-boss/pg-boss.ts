/** Exports run by pg-boss, from a queue in the host's own PostgreSQL. */
import assert from "node:assert/strict";
import PgBoss from "pg-boss";
import { createMemoryStorage, createMemoryStore, ExportRegistry, ExportService } from "vasculum";
import { createCsvExporter, createMemoryOccurrenceSource } from "vasculum/occurrences";
import { createPgBossRunner } from "vasculum/pg-boss";
import { OCCURRENCE_FIXTURE } from "vasculum/testing";
import { startPostgresServer } from "../../test/support/postgres-server.js";

await using postgres = await startPostgresServer();
const registry = new ExportRegistry();
registry.register("occurrences_simple_csv")(
  createCsvExporter({ source: createMemoryOccurrenceSource(OCCURRENCE_FIXTURE) }),
);
const user = { id: 1, name: "Ada" };

// #region service
const boss = new PgBoss(postgres.url);
boss.on("error", ({ message }) => console.log("pg-boss:", message));
await boss.start();

const exports = new ExportService({
  registry,
  store: createMemoryStore(), // where web and workers are processes of their own: createKyselyStore
  storage: createMemoryStorage(),
  runner: createPgBossRunner({ boss, queue: "exports" }),
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
  await boss.stop();
}
// #endregion

const { id } = await exports.create({ project: 1, format: "occurrences_simple_csv" }, { user });
const done = await exports.waitForEnd(id, { user });
assert.equal(done.status, "succeeded");
assert.equal(await boss.getQueueSize("exports"), 0);
await stop();
