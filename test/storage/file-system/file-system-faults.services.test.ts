import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createFileSystemStorage } from "../../../src/storage/file-system/file-system-storage.js";
import { createFileBody } from "../../../src/testing/fakes/file-body.js";
import { listKeys, put, readStored } from "../../../src/testing/storage-suite/stored.js";
import { absent } from "../../support/absent.js";

const MEBIBYTE = 1024 * 1024;
let root: string;
let mounted = false;
let noDisk: string | null = null;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vasculum-small-disk-"));
  mounted = tryTo("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", root]);
  noDisk = absent("root's right to mount a small disk on Linux", mounted);
});
afterAll(async () => {
  if (mounted) execFileSync("umount", [root]);
  await rm(root, { recursive: true, force: true });
});

test("a full disk is a coded error that leaves nothing behind", async ({ skip }) => {
  skip(noDisk !== null, `${noDisk}`);
  const storage = createFileSystemStorage({ root });
  await put(storage, "a/small.csv", { body: createFileBody("a") });
  const { bfree } = await statfs(root);
  const error: unknown = await put(storage, "a/large.csv", { body: createFileBody(Buffer.alloc(2 * MEBIBYTE)) }).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({
    code: "STORAGE_FAILED",
    retryable: true,
    message: "The storage is full.",
    cause: { code: "ENOSPC" },
  });
  expect(await readdir(join(root, "a"))).toEqual(["small.csv"]);
  expect((await statfs(root)).bfree).toBe(bfree);
  await put(storage, "a/other.csv", { body: createFileBody("b") });
  expect(await listKeys(storage, "")).toEqual(["a/other.csv", "a/small.csv"]);
});

test("a read-only disk denies writing, and still gives its files", async ({ skip }) => {
  skip(noDisk !== null, `${noDisk}`);
  const storage = createFileSystemStorage({ root });
  await put(storage, "ro/a.csv", { body: createFileBody("a") });
  execFileSync("mount", ["-o", "remount,ro", root]);
  try {
    await expect(put(storage, "ro/b.csv", { body: createFileBody("b") })).rejects.toMatchObject({
      code: "STORAGE_DENIED",
      retryable: false,
    });
    await expect(put(storage, "new/b.csv", { body: createFileBody("b") })).rejects.toMatchObject({
      code: "STORAGE_DENIED",
    });
    await expect(storage.delete("ro/a.csv")).rejects.toMatchObject({ code: "STORAGE_DENIED" });
    expect(await readStored(storage, "ro/a.csv")).toBe("a");
  } finally {
    execFileSync("mount", ["-o", "remount,rw", root]);
  }
});

test("a directory on another disk takes files too", async ({ skip }) => {
  skip(noDisk !== null, `${noDisk}`);
  const outer = await mkdtemp(join(tmpdir(), "vasculum-two-disks-"));
  await mkdir(join(outer, "exports"));
  execFileSync("mount", ["--bind", root, join(outer, "exports")]);
  try {
    const storage = createFileSystemStorage({ root: outer });
    await put(storage, "exports/7/a.csv", { body: createFileBody("a") });
    expect(await readStored(storage, "exports/7/a.csv")).toBe("a");
    await storage.delete("exports/7/a.csv");
    expect(await listKeys(storage, "exports/7/")).toEqual([]);
  } finally {
    execFileSync("umount", [join(outer, "exports")]);
    await rm(outer, { recursive: true, force: true });
  }
});

function tryTo(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test("a link that takes the place of a directory meanwhile leads nothing outside", async ({ skip }) => {
  const cannot = absent("Linux, where a directory can be held", process.platform === "linux");
  skip(cannot !== null, `${cannot}`);
  const base = await mkdtemp(join(tmpdir(), "vasculum-swapped-"));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const [outside, place] = [join(base, "outside"), join(base, "root/exports/7")];
  await mkdir(outside);
  await mkdir(place, { recursive: true });
  const storage = createFileSystemStorage({ root: join(base, "root") });
  const attack = new Worker(SWAP, { eval: true, workerData: { place, aside: join(base, "aside"), outside } });
  await once(attack, "message");
  const puts = { stored: 0, refused: 0 };
  const putOne = async (name: string): Promise<void> => {
    try {
      await put(storage, `exports/7/${name}.csv`, { body: createFileBody("a") });
      puts.stored += 1;
    } catch {
      puts.refused += 1;
    }
  };
  for (let round = 0; round < 30; round += 1)
    await Promise.all(Array.from({ length: 20 }, (_, index) => putOne(`${round}-${index}`)));
  await attack.terminate();
  expect(puts.refused).toBeGreaterThan(0);
  expect(await readdir(outside)).toEqual([]);
});

/** Puts a link in the place of a directory, and takes it away, again and again. */
const SWAP = `
  const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
  const { parentPort, workerData: { place, aside, outside } } = require("node:worker_threads");
  parentPort.postMessage("ready");
  const attempt = (step) => { try { step(); } catch {} };
  for (let turn = 0; ; turn += 1) {
    attempt(() => renameSync(place, aside + turn));
    attempt(() => symlinkSync(outside, place));
    for (let spin = 0; spin < 20_000; spin += 1) Math.sqrt(spin);
    attempt(() => unlinkSync(place));
    for (let spin = 0; spin < 20_000; spin += 1) Math.sqrt(spin);
  }
`;
