import { expect, test } from "vitest";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createFileBody } from "../../src/testing/fakes/file-body.js";
import { createSlowStorage } from "../../src/testing/fakes/slow-storage.js";
import { storageSuite } from "../../src/testing/storage-suite/storage-suite.js";
import { createTestHost, USER } from "../support/test-host.js";

storageSuite({
  test,
  create: () => ({ storage: createSlowStorage(createMemoryStorage(), { waitMs: 1 }) }),
  without: ["unfinishedUploads", "link"],
});

test("a slow upload keeps its lease, and a cancel ends it", async () => {
  const storage = createSlowStorage(createMemoryStorage(), { waitMs: 60_000 });
  const host = await createTestHost({ storage, leaseMs: 150, heartbeatMs: 30 });
  const { id } = await host.create();
  const running = host.service.run(id);
  await expect.poll(async () => (await host.stored(id)).uploadKey).not.toBeNull();
  const { dueAt } = await host.stored(id);
  const aLeaseLater = Date.parse(dueAt ?? "") + 150;
  await expect
    .poll(async () => Date.parse((await host.stored(id)).dueAt ?? ""), { timeout: 5_000 })
    .toBeGreaterThan(aLeaseLater);
  await host.service.reap();
  expect(await host.stored(id)).toMatchObject({
    status: "running",
    job: { progress: { stages: [{ progress: 1 }, { status: "STARTED" }] } },
  });
  await host.another().cancel(id, { user: USER });
  await running;
  expect(await host.stored(id)).toMatchObject({ status: "cancelled" });
});

test("a slow file is stored whole", async () => {
  const memory = createMemoryStorage();
  const signal = new AbortController().signal;
  await createSlowStorage(memory, { waitMs: 1 }).put("a", createFileBody("slowly"), {
    contentType: "text/plain",
    signal,
  });
  expect(await memory.stat("a")).toMatchObject({ size: 6 });
});
