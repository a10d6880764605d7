import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { broken } from "../support/broken.js";
import { gate } from "../support/gate.js";
import { NightlyExporter, type NightRow } from "../support/nightly-exporter.js";
import { createTestHost, USER, type TestHost } from "../support/test-host.js";

const AS_USER = { user: USER };

function pausingExporter(pause: () => Promise<unknown>) {
  return class extends NightlyExporter {
    override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
      for await (const chunk of super.encode(batches)) {
        yield chunk;
        await pause();
      }
    }
  };
}

async function expectNothingLeft(host: TestHost): Promise<void> {
  expect(await host.keys()).toEqual([]);
  expect(await readdir(host.tempDirectory)).toEqual([]);
}

test("a cancel from a second service over the same store stops a run within 2 s, and leaves nothing", async () => {
  const rows = gate();
  const host = await createTestHost({ exporter: pausingExporter(rows.pass), leaseMs: 30_000, heartbeatMs: 1_000 });
  const { id } = await host.create();
  const running = host.service.run(id);
  await rows.reached;
  const startedAt = performance.now();
  const cancelling = await host.another().cancel(id, AS_USER);
  expect(cancelling).toMatchObject({ status: "running", job: { state: "CANCELING", cancelRequested: true } });
  await running;
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(await host.stored(id)).toMatchObject({
    status: "cancelled",
    error: null,
    job: { state: "REVOKED", token: null },
  });
  await expectNothingLeft(host);
});

test("a cancel while the file is uploaded leaves nothing, even when the storage does not listen", async () => {
  const upload = gate();
  const memory = createMemoryStorage();
  const storage = broken(memory, {
    put: async (...put: Parameters<typeof memory.put>) => (await upload.pass(), memory.put(...put)),
  });
  const host = await createTestHost({ storage });
  const { id } = await host.create();
  const running = host.service.run(id);
  await upload.reached;
  await host.service.cancel(id, AS_USER);
  await running;
  const record = await host.stored(id);
  expect(record).toMatchObject({ status: "cancelled", fileKey: null, uploadKey: null, discarded: [{ phase: "late" }] });
  await expectNothingLeft(host);
});

test("a file that appears after the cancel is swept once it can no longer come back", async () => {
  const upload = gate();
  const memory = createMemoryStorage();
  const late: Promise<unknown>[] = [];
  const put = async (...[key, body, options]: Parameters<typeof memory.put>): Promise<void> => {
    const bytes: Uint8Array[] = [];
    for await (const chunk of body.stream()) bytes.push(chunk);
    const ghost = {
      ...body,
      size: body.size,
      sha256: body.sha256,
      stream: async function* () {
        yield* bytes;
      },
    };
    const arriving = upload
      .pass()
      .then(() => memory.put(key, ghost, { ...options, signal: new AbortController().signal }));
    late.push(arriving);
    await arriving;
  };
  const storage = broken(memory, { put });
  const host = await createTestHost({ storage, limits: { uploadMs: 50 }, leaseMs: 100, heartbeatMs: 20 });
  const { id } = await host.create();
  const running = host.service.run(id);
  await upload.reached;
  await host.service.cancel(id, AS_USER);
  await running;
  upload.open();
  await Promise.all(late);
  expect(await host.keys()).toHaveLength(1);
  await expect.poll(async () => (await host.service.reap(), await host.keys()), { timeout: 5_000 }).toEqual([]);
  expect(await host.stored(id)).toMatchObject({ discarded: [], dueAt: null });
});

test("a waiting export is cancelled at once, and its delivery then does nothing", async () => {
  const host = await createTestHost();
  const { id } = await host.create();
  expect(await host.service.cancel(id, AS_USER)).toMatchObject({ status: "cancelled", job: { state: "REVOKED" } });
  await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "cancelled", job: { attempts: 0 } });
  await expectNothingLeft(host);
});

test("an export that has ended cannot be cancelled", async () => {
  const host = await createTestHost();
  const { id } = await host.createAndRun();
  await expect(host.service.cancel(id, AS_USER)).rejects.toMatchObject({ code: "NOT_CANCELLABLE" });
});

test("deleting a running export cancels it, and nothing of it remains", async () => {
  const rows = gate();
  const host = await createTestHost({ exporter: pausingExporter(rows.pass) });
  const { id } = await host.create();
  const running = host.service.run(id);
  await rows.reached;
  await host.another().delete(id, AS_USER);
  await expect(host.service.get(id, AS_USER)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await running;
  expect(await host.store.get(id)).toBeNull();
  await expectNothingLeft(host);
});

test("deleting a waiting export removes it at once", async () => {
  const host = await createTestHost();
  const { id } = await host.create();
  await host.service.delete(id, AS_USER);
  expect(await host.store.get(id)).toBeNull();
});

test("deleting a finished export removes record and file", async () => {
  const host = await createTestHost();
  const { id } = await host.createAndRun();
  await host.service.delete(id, AS_USER);
  expect(await host.store.get(id)).toBeNull();
  await expectNothingLeft(host);
});

test("a change while an export runs is refused, a change afterwards withdraws the file and runs again", async () => {
  const rows = gate();
  const host = await createTestHost({ exporter: pausingExporter(rows.pass) });
  const { id } = await host.create();
  const running = host.service.run(id);
  await rows.reached;
  const change = { filters: { moths_min: 20 } };
  await expect(host.service.update(id, change, AS_USER)).rejects.toMatchObject({ code: "EXPORT_ACTIVE" });
  rows.open();
  await running;
  const changed = await host.service.update(id, change, AS_USER);
  expect(changed).toMatchObject({
    status: "pending",
    fileKey: null,
    filters: change.filters,
    recordCount: 5,
    job: { attempts: 0 },
  });
  expect(await host.keys()).toEqual([]);
  await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "succeeded", recordCount: 5 });
});

test("a change to what the export is already runs nothing", async () => {
  const host = await createTestHost();
  const { id, version } = await host.createAndRun();
  expect(await host.service.update(id, { filters: {} }, AS_USER)).toMatchObject({ status: "succeeded", version });
  expect(host.queue.queued).toHaveLength(1);
});

test("a change decided on an older version is refused", async () => {
  const host = await createTestHost();
  const { id, version } = await host.createAndRun();
  const change = host.service.update(id, { filters: { moths_min: 1 } }, { ...AS_USER, version: version - 1 });
  await expect(change).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
});

test("a worker that shuts down releases its export for another, without counting the attempt", async () => {
  const rows = gate();
  const host = await createTestHost({ exporter: pausingExporter(rows.pass) });
  const { id } = await host.create();
  const shutdown = new AbortController();
  const running = host.service.run(id, shutdown.signal);
  await rows.reached;
  shutdown.abort();
  await running;
  expect(await host.stored(id)).toMatchObject({
    status: "pending",
    job: { state: "PENDING", attempts: 0, token: null },
  });
  rows.open();
  await host.another().run(id);
  expect(await host.stored(id)).toMatchObject({ status: "succeeded", job: { attempts: 1 } });
});
