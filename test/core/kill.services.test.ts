import { fork } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { ExportStore } from "../../src/contracts/export-store.js";
import { createFileSystemStorage } from "../../src/storage/file-system/file-system-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import type { KillOrder } from "../support/kill-order.js";
import { createTestHost } from "../support/test-host.js";

const CHILD = resolve(import.meta.dirname, "../support/kill-child.ts");
const HOUR = 60 * 60 * 1000;

/** Starts a worker over this process's store, waits until it stops at its step, and kills it there. */
async function killAt(order: KillOrder, store: ExportStore): Promise<void> {
  const child = fork(CHILD, [JSON.stringify(order)], { execArgv: ["--import", "tsx"] });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const methods = store as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
  child.on("message", ({ call, method, args }: { call?: number; method: string; args: readonly unknown[] }) => {
    if (call === undefined) child.kill("SIGKILL");
    else
      void methods[method]!(...args).then((answer) => child.connected && child.send({ call, answer }, () => undefined));
  });
  await ended;
  expect(child.signalCode).toBe("SIGKILL");
}

test.each(["inserted", "enqueued"] as const)(
  "an export whose creator was killed once it was %s is run all the same",
  async (step) => {
    const clock = createFakeClock();
    const host = await createTestHost({ store: createMemoryStore({ clock }) });
    await killAt({ step, exportId: 1, root: host.tempDirectory, tempDirectory: host.tempDirectory }, host.store);
    expect(host.queue.queued).toEqual([]);
    clock.advance(HOUR);
    await host.service.reap();
    expect(host.queue.queued).toEqual([{ jobId: 1, delayMs: 0 }]);
    await host.service.run(1);
    expect(await host.stored(1)).toMatchObject({ status: "succeeded", recordCount: 25 });
  },
);

test("an export whose deleter was killed is gone after a reaper pass, file and record", async () => {
  const root = await mkdtemp(join(tmpdir(), "vasculum-kill-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const clock = createFakeClock();
  const host = await createTestHost({
    store: createMemoryStore({ clock }),
    storage: createFileSystemStorage({ root }),
  });
  const { id } = await host.create();
  await killAt({ step: "deleting", exportId: id, root, tempDirectory: host.tempDirectory }, host.store);
  expect(await filesBelow(root)).toHaveLength(1);
  expect(await host.stored(id)).toMatchObject({ deleted: true });
  clock.advance(HOUR);
  await host.service.reap();
  expect(await filesBelow(root)).toEqual([]);
  expect(await host.store.get(id)).toBeNull();
});

const filesBelow = async (root: string): Promise<string[]> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

test.each(["claimed", "rows", "footer", "file closed", "uploading", "uploaded", "published"] as const)(
  "a worker killed at “%s” leaves nothing behind a reaper pass, and another finishes its export",
  async (step) => {
    const root = await mkdtemp(join(tmpdir(), "vasculum-kill-"));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    const clock = createFakeClock();
    const storage = createFileSystemStorage({ root });
    const host = await createTestHost({ store: createMemoryStore({ clock }), storage });
    const { id } = await host.create();
    await killAt({ step, exportId: id, root, tempDirectory: host.tempDirectory }, host.store);
    const published = step === "published";
    clock.advance(HOUR);
    await host.service.reap();
    expect(await readdir(host.tempDirectory)).toEqual([]);
    expect(await filesBelow(root)).toHaveLength(published ? 1 : 0);
    await host.service.run(id);
    const record = await host.stored(id);
    expect(record).toMatchObject({ status: "succeeded", recordCount: 25, job: { attempts: published ? 1 : 2 } });
    expect(await filesBelow(root)).toEqual([join(root, record.fileKey!)]);
  },
);
