import { expect, test } from "vitest";
import { createMemoryStorage } from "../../../src/storage/memory/memory-storage.js";
import { createFakeClock } from "../../../src/testing/fakes/fake-clock.js";
import { createFileBody, createStalledBody } from "../../../src/testing/fakes/file-body.js";
import { listKeys, put, readStored } from "../../../src/testing/storage-suite/stored.js";
import { storageSuite } from "../../../src/testing/storage-suite/storage-suite.js";

storageSuite({
  test,
  create: () => ({ storage: createMemoryStorage() }),
  manyFiles: 2000,
  without: ["link", "unfinishedUploads"],
});

test("a file's time is its clock's", async () => {
  const storage = createMemoryStorage({ clock: createFakeClock("2025-06-01T12:00:00.000Z") });
  await put(storage, "a", { body: createFileBody("a") });
  expect(await storage.stat("a")).toEqual({ key: "a", size: 1, modifiedAt: "2025-06-01T12:00:00.000Z" });
});

test("a body with another hash than announced is refused", async () => {
  const storage = createMemoryStorage();
  const body = { ...createFileBody("abc"), sha256: "0".repeat(64) };
  await expect(put(storage, "a", { body })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(await storage.stat("a")).toBeNull();
});

test("an upload whose key is deleted meanwhile fails", async () => {
  const storage = createMemoryStorage();
  const body = createStalledBody("abcdef");
  const pending = put(storage, "a", { body });
  await body.stalled;
  await storage.delete("a");
  body.release();
  await expect(pending).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(await listKeys(storage, "")).toEqual([]);
});

test("a reader's change of its bytes does not reach the file", async () => {
  const storage = createMemoryStorage();
  await put(storage, "a", { body: createFileBody("abc") });
  for await (const chunk of await storage.open("a")) chunk.fill(0);
  expect(await readStored(storage, "a")).toBe("abc");
});

test.each([{ start: 3 }, { start: 9, end: 10 }, { start: 2, end: 1 }, { start: -1 }])(
  "the range %o of three bytes is refused",
  async (range) => {
    const storage = createMemoryStorage();
    await put(storage, "a", { body: createFileBody("abc") });
    await expect(storage.open("a", { range })).rejects.toMatchObject({ code: "RANGE_NOT_SATISFIABLE" });
  },
);
