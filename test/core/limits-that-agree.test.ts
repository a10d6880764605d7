import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createFileSystemStorage } from "../../src/storage/file-system/file-system-storage.js";
import { createTestHost, USER } from "../support/test-host.js";

/** Whatever a request may name a project by. */
const IDS = [
  "m".repeat(255),
  "蛾".repeat(255),
  "🦋".repeat(127),
  ".".repeat(255),
  "/".repeat(255),
  "%",
  "\u{10ffff}",
  " ",
];

test.each(IDS)("a project that is accepted as %j can be stored, read and deleted", async (project) => {
  const root = await mkdtemp(join(tmpdir(), "vasculum-limits-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const storage = createFileSystemStorage({ root });
  const host = await createTestHost({ storage, projectIdType: "string" });
  const { id, status, error } = await host.createAndRun({ project, format: "nightly" });
  expect([status, error]).toEqual(["succeeded", null]);
  expect((await host.bytes(id)).length).toBeGreaterThan(0);
  await host.service.delete(id, { user: USER });
  expect([await host.store.get(id), await readdir(root)]).toEqual([null, []]);
});

test.each(["a//b", "../a", "é", "k".repeat(513), "/", ".upload-x/a.csv", `${"k".repeat(300)}/a.csv`])(
  "a file to delete under %j, which no file can have, is gone at once",
  async (key) => {
    const root = await mkdtemp(join(tmpdir(), "vasculum-limits-"));
    onTestFinished(() => rm(root, { recursive: true }));
    const host = await createTestHost({ storage: createFileSystemStorage({ root }) });
    const { id, version } = await host.create();
    await host.store.update(id, { version }, { discarded: [{ key, phase: "stored" }] });
    await host.service.delete(id, { user: USER });
    await host.service.reap();
    expect([await host.store.get(id), host.errors]).toEqual([null, []]);
  },
);
