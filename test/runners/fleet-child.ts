/** A worker process of the fleet tests: runs jobs of a real queue over a store in its parent, until SIGTERM. */
import { setTimeout as delay } from "node:timers/promises";
import { Queue, Worker } from "bullmq";
import PgBoss from "pg-boss";
import { createBullMqRunner } from "../../src/bullmq.js";
import type { ExportStore } from "../../src/contracts/export-store.js";
import type { JobRunner } from "../../src/contracts/job-runner.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { ExportService } from "../../src/core/export-service.js";
import { createPgBossRunner } from "../../src/pg-boss.js";
import { createFileSystemStorage } from "../../src/storage/file-system/file-system-storage.js";
import { allowAll } from "../support/kill-order.js";
import { type NightRow, NightlyExporter } from "../support/nightly-exporter.js";
import { FLEET_TIMES, type FleetOrder } from "./fleet-order.js";

const order = JSON.parse(process.argv[2] ?? "{}") as FleetOrder;

class SlowExporter extends NightlyExporter {
  override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
    for await (const chunk of super.encode(batches)) {
      if (order.batchMs === null) await new Promise(() => undefined);
      else await delay(order.batchMs);
      yield chunk;
    }
  }
}

/** Every call of the store goes to the parent, where the one store is. */
function createDistantStore(): ExportStore {
  const waiting = new Map<number, (answer: unknown) => void>();
  let calls = 0;
  process.on("message", ({ call, answer }: { call: number; answer: unknown }) => {
    waiting.get(call)?.(answer);
    waiting.delete(call);
  });
  return new Proxy({} as ExportStore, {
    get: (_, method) => {
      if (method === "notices") return undefined;
      return (...args: unknown[]) => {
        const call = (calls += 1);
        process.send?.({ call, method, args });
        return new Promise((resolve) => waiting.set(call, resolve));
      };
    },
  });
}

async function openRunner({
  server,
  url,
  queue: name,
}: FleetOrder): Promise<{ readonly runner: JobRunner; readonly close: () => Promise<void> }> {
  if (server === "pg-boss") {
    const boss = new PgBoss({ connectionString: url, schedule: false, supervise: false, max: 2 });
    boss.on("error", () => undefined);
    await boss.start();
    return {
      runner: createPgBossRunner({ boss, queue: name, pollMs: 50 }),
      close: () => boss.stop({ graceful: false }),
    };
  }
  const connection = { host: "127.0.0.1", port: Number(new URL(url).port) };
  const queue = new Queue(name, { connection });
  return {
    runner: createBullMqRunner({ queue, createWorker: () => new Worker(name, null, { connection }), pollMs: 50 }),
    close: () => queue.close(),
  };
}

const registry = new ExportRegistry();
registry.register("nightly")(SlowExporter);
const store = createDistantStore();
const storage = createFileSystemStorage({ root: order.root });
const { runner, close } = await openRunner(order);
const service = new ExportService({
  registry,
  store,
  storage,
  runner,
  authorizer: allowAll,
  tempDirectory: order.tempDirectory,
  ...FLEET_TIMES,
});
const worker = service.startWorker();
process.once("SIGTERM", () => {
  void (async () => {
    await worker[Symbol.asyncDispose]();
    await close();
    // Nothing is left then that would keep the process alive.
    process.disconnect();
  })();
});
process.send?.({ ready: true });
