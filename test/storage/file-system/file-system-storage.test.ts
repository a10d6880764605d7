import { readdirSync } from "node:fs";
import { lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFileSystemStorage } from "../../../src/storage/file-system/file-system-storage.js";
import { uploadsOf } from "../../../src/storage/file-system/upload-name.js";
import { createFileBody, createStalledBody } from "../../../src/testing/fakes/file-body.js";
import { listKeys, put, readStored } from "../../../src/testing/storage-suite/stored.js";
import { storageSuite } from "../../../src/testing/storage-suite/storage-suite.js";

const KEY = "exports/7/12/x/moths.csv";
let base: string;
let root: string;
let storage: ReturnType<typeof createFileSystemStorage>;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "vasculum-storage-"));
  root = join(base, "made", "later");
  storage = createFileSystemStorage({ root });
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe("contract", () => {
  const unfinishedUploads = async (key: string) => (await uploadNames(key)).length;
  storageSuite({ test, create: () => ({ storage, unfinishedUploads }), without: ["link"] });
});

test("nothing is touched at construction, and reading makes nothing", async () => {
  expect(await storage.stat(KEY)).toBeNull();
  expect(await listKeys(storage, "")).toEqual([]);
  await storage.delete(KEY);
  expect(await readdir(base)).toEqual([]);
  expect(() => createFileSystemStorage({ root: "" })).toThrow(TypeError);
});

test("files are private to the user, and so are the directories", async () => {
  await put(storage, KEY, { body: createFileBody("a") });
  const modes = await Promise.all(
    ["", "exports", "exports/7/12/x", KEY].map(async (name) => (await lstat(join(root, name))).mode & 0o777),
  );
  expect(modes).toEqual([0o700, 0o700, 0o700, 0o600]);
});

test("a finished put leaves one name for one file", async () => {
  await put(storage, KEY, { body: createFileBody("a") });
  expect(await readdir(join(root, "exports/7/12/x"))).toEqual(["moths.csv"]);
  expect((await lstat(join(root, KEY))).nlink).toBe(1);
});

test("delete removes the directories that it empties, and no others", async () => {
  await put(storage, KEY, { body: createFileBody("a") });
  await put(storage, "exports/7/13/y/moths.csv", { body: createFileBody("b") });
  await storage.delete(KEY);
  expect(await readdir(join(root, "exports/7"))).toEqual(["13"]);
  await storage.delete("exports/7/13/y/moths.csv");
  expect(await readdir(root)).toEqual([]);
});

test("delete removes what a crashed process left of an upload of this key", async () => {
  await mkdir(join(root, "exports/7"), { recursive: true });
  const left = ["a.csv", "b.csv"].map((name) => `${uploadsOf(name)}${"0".repeat(32)}`);
  for (const name of left) await writeFile(join(root, "exports/7", name), "unfinished");
  expect(await listKeys(storage, "exports/7/")).toEqual([]);
  await storage.delete("exports/7/a.csv");
  expect(await readdir(join(root, "exports/7"))).toEqual(left.slice(1));
});

test.each(["exports", "exports/7/12", "exports/7/12/x"])(
  "delete removes %s, which a crash has left empty",
  async (left) => {
    await mkdir(join(root, left), { recursive: true });
    await storage.delete(KEY);
    expect(await readdir(root)).toEqual([]);
  },
);

test("puts and deletes in one directory at once do not make each other fail", async () => {
  const rounds = Array.from({ length: 60 }, async (_, index) => {
    const key = `exports/7/shared/${index}.csv`;
    await put(storage, key, { body: createFileBody(String(index)) });
    expect(await readStored(storage, key)).toBe(String(index));
    await storage.delete(key);
  });
  await Promise.all(rounds);
  expect(await readdir(root)).toEqual([]);
});

test("a file of many flushes has the bytes of its body, and one that breaks off after some leaves nothing", async () => {
  const bytes = Buffer.alloc(40 * 1024 * 1024, "night,moths\r\n");
  const body = createFileBody(bytes);
  await put(storage, KEY, { body });
  expect(bytes.equals(await readFile(join(root, KEY)))).toBe(true);
  await storage.delete(KEY);
  const short = { ...body, stream: () => body.stream({ start: 0, end: bytes.length - 2 }) };
  await expect(put(storage, KEY, { body: short })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(await readdir(join(root, "exports/7/12/x"))).toEqual([]);
});

test("a body with another hash than announced never becomes a file", async () => {
  const body = { ...createFileBody("abc"), sha256: "0".repeat(64) };
  await expect(put(storage, KEY, { body })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(await readdir(join(root, "exports/7/12/x"))).toEqual([]);
});

test.each([
  "",
  "/",
  "/etc/passwd",
  "../a",
  "a/../../b",
  "a/./b",
  "a//b",
  "a/",
  "..",
  "a\\..\\b",
  "a\0b",
  "a\nb",
  "ä",
  ".upload-x",
  "a/.upload-x/b",
  "n".repeat(256),
  "n/".repeat(300),
])("the key %j is refused", async (key) => {
  await expect(put(storage, key, { body: createFileBody("a") })).rejects.toMatchObject({ code: "STORAGE_KEY_INVALID" });
  await expect(readdir(base)).resolves.toEqual(key.length === 256 ? ["made"] : []);
});

test.each(["../", "a/../../", "/"])("the prefix %j is refused", async (prefix) => {
  await expect(listKeys(storage, prefix)).rejects.toMatchObject({ code: "STORAGE_KEY_INVALID" });
});

describe("symbolic links", () => {
  let outside: string;
  beforeEach(async () => {
    outside = join(base, "outside");
    await mkdir(outside);
    await mkdir(join(root, "exports"), { recursive: true });
    await writeFile(join(outside, "secret.csv"), "secret");
  });

  test("a directory that leads outside is refused by every method, and nothing is made or removed there", async () => {
    await symlink(outside, join(root, "exports", "7"));
    const denied = { code: "STORAGE_DENIED" };
    await expect(put(storage, "exports/7/new/a.csv", { body: createFileBody("a") })).rejects.toMatchObject(denied);
    await expect(storage.open("exports/7/secret.csv")).rejects.toMatchObject(denied);
    await expect(storage.stat("exports/7/secret.csv")).rejects.toMatchObject(denied);
    await expect(storage.delete("exports/7/secret.csv")).rejects.toMatchObject(denied);
    await expect(listKeys(storage, "exports/7/")).rejects.toMatchObject(denied);
    expect(await listKeys(storage, "")).toEqual([]);
    expect(await readdir(outside)).toEqual(["secret.csv"]);
  });

  test("no empty directory is removed outside", async () => {
    await mkdir(join(outside, "new", "x"), { recursive: true });
    await symlink(outside, join(root, "exports", "7"));
    await expect(storage.delete("exports/7/new/x/a.csv")).rejects.toMatchObject({ code: "STORAGE_DENIED" });
    await expect(storage.delete("exports/7/new/x/y/a.csv")).rejects.toMatchObject({ code: "STORAGE_DENIED" });
    expect(await readdir(join(outside, "new"))).toEqual(["x"]);
  });

  test("a file that leads outside is neither read nor listed nor overwritten; a delete removes the link alone", async () => {
    await symlink(join(outside, "secret.csv"), join(root, "exports", "a.csv"));
    await expect(storage.open("exports/a.csv")).rejects.toMatchObject({ code: "STORAGE_DENIED" });
    await expect(put(storage, "exports/a.csv", { body: createFileBody("a") })).rejects.toMatchObject({
      code: "STORAGE_DENIED",
    });
    expect(await listKeys(storage, "")).toEqual([]);
    await storage.delete("exports/a.csv");
    expect(await readFile(join(outside, "secret.csv"), "utf8")).toBe("secret");
  });

  test("the root itself may be one", async () => {
    await symlink(outside, join(base, "link"));
    const linked = createFileSystemStorage({ root: join(base, "link") });
    await put(linked, KEY, { body: createFileBody("a") });
    expect(await listKeys(linked, "")).toEqual([KEY, "secret.csv"]);
    expect(await readStored(linked, KEY)).toBe("a");
    await linked.delete(KEY);
    expect(await readdir(outside)).toEqual(["secret.csv"]);
  });
});

test("no call leaves a file open, whether it ends well, fails, is aborted, left early or never read", async (context) => {
  if (process.platform !== "linux") return context.skip("Open files are counted under /proc, which only Linux has.");
  const before = openFiles();
  await put(storage, KEY, { body: createFileBody("a".repeat(300_000)) });
  await expect(put(storage, KEY, { body: createFileBody("b") })).rejects.toThrow();
  for await (const _ of await storage.open(KEY)) break;
  await storage.open(KEY);
  for await (const _ of storage.list("")) break;
  const abort = new AbortController();
  const body = createStalledBody("abc");
  const pending = put(storage, "b", { body, signal: abort.signal });
  await body.stalled;
  abort.abort();
  await expect(pending).rejects.toBe(abort.signal.reason);
  expect(openFiles()).toBe(before);
});

test("a system's error comes with a code and without the path", async () => {
  await mkdir(join(root, "exports"), { recursive: true });
  await writeFile(join(root, "exports", "7"), "a file where a directory should be");
  const error: unknown = await put(storage, KEY, { body: createFileBody("a") }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "STORAGE_FAILED", retryable: true, message: "The storage failed." });
  expect(await storage.stat(KEY)).toBeNull();
});

async function uploadNames(key: string): Promise<readonly string[]> {
  const parts = key.split("/");
  const names = await readdir(join(root, ...parts.slice(0, -1))).catch(() => []);
  return names.filter((name) => name.startsWith(uploadsOf(parts.at(-1) ?? "")));
}

function openFiles(): number {
  return readdirSync("/proc/self/fd").length;
}
