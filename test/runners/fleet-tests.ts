import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setInterval as everyMs } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import type { ExportStore } from "../../src/contracts/export-store.js";
import type { Id } from "../../src/contracts/id.js";
import { createFileSystemStorage } from "../../src/storage/file-system/file-system-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { campaign } from "../support/campaign.js";
import { createTestHost } from "../support/test-host.js";
import { createFleet } from "./fleet.js";
import { FLEET_TIMES, type FleetOrder } from "./fleet-order.js";
import type { QueueFixture } from "./queue-runner-tests.js";

const { exports: EXPORTS, kills: MIN_KILLS } = campaign({
  small: { exports: 21, kills: 1 },
  large: { exports: 60, kills: 3 },
});
const KILL_MS = 2_000;

/** A queue that processes of their own can work on. */
export type FleetQueue = Pick<QueueFixture, "createRunner" | "entries" | "close"> &
  Pick<FleetOrder, "server" | "url" | "queue">;

/** What must hold when several processes work on one queue. */
export function fleetTests(open: () => Promise<FleetQueue>): void {
  test(
    `three processes finish ${EXPORTS} exports, each once, while one of them is killed every two seconds`,
    { timeout: 120_000 },
    async () => {
      const { host, order, published, filesBelow } = await openHost(await open(), { batchMs: 100 });
      await using fleet = createFleet(order, host.store);
      for (let created = 0; created < EXPORTS; created += 1) await host.create({ project: 1, format: "nightly" });
      for (let workers = 0; workers < 3; workers += 1) fleet.start();
      await using _ = host.service.startReaper({ everyMs: 300 });
      let kills = 0;
      for await (const __ of everyMs(KILL_MS)) {
        if (published.size === EXPORTS) break;
        if (!(await fleet.killBusiest())) continue;
        fleet.start();
        kills += 1;
      }
      expect(await fleet.terminate()).toEqual([0, 0, 0]);
      await host.service.reap();
      const { records } = await host.store.list({ orderBy: "id", direction: "asc", limit: EXPORTS, offset: 0 });
      expect(records.filter(({ status, recordCount }) => status !== "succeeded" || recordCount !== 25)).toEqual([]);
      expect([...published.values()].filter((times) => times !== 1)).toEqual([]);
      expect((await filesBelow()).sort()).toEqual(records.map(({ fileKey }) => fileKey).sort());
      const again = records.reduce((sum, { job }) => sum + job.attempts - 1, 0);
      console.log(`${order.server}: ${kills} kills, ${again} attempts more than exports`);
      expect(kills).toBeGreaterThanOrEqual(MIN_KILLS);
      expect(again).toBeGreaterThanOrEqual(1);
    },
  );

  test(
    "a process told to end releases its export, exits by itself, and another finishes it",
    { timeout: 60_000 },
    async () => {
      const queue = await open();
      const { host, order } = await openHost(queue, { batchMs: null });
      const { id } = await host.create({ project: 1, format: "nightly" });
      await using ending = createFleet(order, host.store);
      ending.start();
      const stored = async (): Promise<ExportRecord> => await host.stored(id);
      await expect.poll(async () => (await stored()).status, { timeout: 20_000 }).toBe("running");
      const from = performance.now();
      expect(await ending.terminate()).toEqual([0]);
      expect(performance.now() - from).toBeLessThan(10_000);
      expect(await stored()).toMatchObject({ status: "pending", job: { attempts: 0, token: null } });
      expect(await queue.entries()).toBe(1);
      expect(await readdir(order.tempDirectory)).toEqual([]);
      await using next = createFleet({ ...order, batchMs: 0 }, host.store);
      next.start();
      await expect.poll(async () => (await stored()).status, { timeout: 20_000 }).toBe("succeeded");
      expect(await next.terminate()).toEqual([0]);
    },
  );
}

async function openHost(queue: FleetQueue, { batchMs }: Pick<FleetOrder, "batchMs">) {
  onTestFinished(() => queue.close());
  const root = await mkdtemp(join(tmpdir(), "vasculum-fleet-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const published = new Map<Id, number>();
  const store = countPublications(createMemoryStore(), published);
  const host = await createTestHost({
    store,
    storage: createFileSystemStorage({ root }),
    runner: queue.createRunner(),
    ...FLEET_TIMES,
  });
  const order: FleetOrder = {
    server: queue.server,
    url: queue.url,
    queue: queue.queue,
    root,
    tempDirectory: host.tempDirectory,
    batchMs,
  };
  return { host, order, published, filesBelow: () => filesBelow(root) };
}

/** The store, with a tally of the writes that made an export succeed. */
function countPublications(store: ExportStore, published: Map<Id, number>): ExportStore {
  const update: ExportStore["update"] = async (id, guard, patch) => {
    const record = await store.update(id, guard, patch);
    if (record !== null && patch.status === "succeeded") published.set(id, (published.get(id) ?? 0) + 1);
    return record;
  };
  return new Proxy(store, {
    get: (target, name: keyof ExportStore) =>
      name === "notices" ? undefined : name === "update" ? update : target[name]?.bind(target),
  });
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
