import { expect, test } from "vitest";
import type { ExportStore } from "../../src/contracts/export-store.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock, type FakeClock } from "../../src/testing/fakes/fake-clock.js";
import { createNewExport } from "../../src/testing/fakes/create-new-export.js";
import { broken } from "../support/broken.js";
import { createTestHost, type TestHost } from "../support/test-host.js";

const LEASE_MS = 1_000;

/** A host with so many tombstones, due before the export of a dead worker, whose id it returns. */
async function withTombstones(
  count: number,
  { clock, store, deletes }: { clock: FakeClock; store: ExportStore; deletes: () => Promise<void> },
): Promise<{ readonly host: TestHost; readonly dead: number }> {
  const storage = broken(createMemoryStorage(), { delete: deletes });
  const host = await createTestHost({ store, storage, limits: {} });
  const discarded = [{ key: "exports/1/1/x/a.csv", phase: "stored" }] as const;
  const tombstone = { ...createNewExport(), status: "cancelled", deleted: true, discarded } as const;
  for (let number = 1; number <= count; number += 1) await store.create(tombstone, { dueInMs: 0 });
  clock.advance(1);
  const { id } = await host.create();
  await store.claim(id, "dead", LEASE_MS);
  clock.advance(LEASE_MS + 1);
  return { host, dead: Number(id) };
}

test("a storage that hangs delays no takeover, and a pass begins few deletions", async () => {
  const clock = createFakeClock();
  const store = createMemoryStore({ clock });
  let begun = 0;
  const deletes = () => {
    begun += 1;
    return new Promise<never>(() => undefined);
  };
  const { host, dead } = await withTombstones(110, { clock, store, deletes });
  void host.service.reap();
  await expect.poll(async () => (await host.stored(dead)).status, { timeout: 3_000 }).toBe("pending");
  await expect.poll(() => begun).toBe(10);
});

test("records that cannot be healed hide none behind them", async () => {
  const clock = createFakeClock();
  const memory = createMemoryStore({ clock });
  const remove = () => Promise.reject(new TypeError("no"));
  const store = broken(memory, { remove });
  const { host, dead } = await withTombstones(250, { clock, store, deletes: async () => undefined });
  await host.service.reap();
  expect((await host.stored(dead)).status).toBe("pending");
  expect(host.errors).toHaveLength(250);
});
