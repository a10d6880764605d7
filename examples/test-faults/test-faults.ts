/** A team's tests of bad days: a bucket that fails or is slow, a worker that is stopped, a file that grows old. `node:test` here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryStorage, createMemoryStore, ExportRegistry } from "vasculum";
import { createFakeClock, createFaultPlan, createRecordingReporter, createSlowStorage, faulty } from "vasculum/testing";
import { createTestService } from "../test-service.js";
import { NightlyCounts } from "../test-exporter/nightly-counts.js";
import "./test-ports.js";

const registry = new ExportRegistry();
registry.register("nightly_counts")(NightlyCounts);
const request = { project: 1, format: "nightly_counts" };
const user = { id: 1, name: "Ada" };

/** The keys of the files that a storage holds. */
async function keysIn(storage: ReturnType<typeof createMemoryStorage>): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list("")) keys.push(key);
  return keys;
}

// #region faults
test("whichever call of the bucket fails, a failed export leaves no file", async () => {
  for (let nth = 1; ; nth += 1) {
    const storage = createMemoryStorage();
    const plan = createFaultPlan({ nth, fault: "error" });
    const port = faulty(storage, plan);
    const { service } = createTestService(registry, { storage: port, retries: { attempts: 1 } });
    const { id } = await service.create(request, { user });
    await service.run(id);
    const { status } = await service.get(id, { user });
    if (plan.failed === null) return assert.equal(status, "succeeded");
    assert.deepEqual([status, await keysIn(storage)], ["failed", []]);
  }
});
// #endregion

// #region slow
test("a bucket that is too slow ends the export, and the host's page shows its stages", async () => {
  const progress = createRecordingReporter();
  const storage = createSlowStorage(createMemoryStorage(), { waitMs: 60_000 });
  const options = { storage, progress, limits: { uploadMs: 50 }, retries: { attempts: 1 } };
  const { service } = createTestService(registry, options);
  const { id } = await service.create(request, { user });
  await service.run(id);
  assert.equal((await service.get(id, { user })).error?.code, "TIME_LIMIT");
  const added = progress.calls.filter(({ call }) => call === "addStage").map(({ stage }) => stage.name);
  assert.deepEqual(added, ["Exporting data", "Uploading snapshot"]);
});
// #endregion

// #region clock
test("a file is deleted a day after its export has ended", async () => {
  const clock = createFakeClock("2026-06-18T22:00:00Z");
  const storage = createMemoryStorage();
  const day = 24 * 60 * 60 * 1000;
  const store = createMemoryStore({ clock });
  const { service, exportText } = createTestService(registry, { store, storage, retentionMs: day });
  await exportText(request);
  clock.advance(day);
  await service.reap();
  assert.deepEqual(await keysIn(storage), []);
});
// #endregion
