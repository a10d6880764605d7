import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { S3Client } from "@aws-sdk/client-s3";
import { createS3Storage } from "../../../src/s3.js";
import { createFileBody } from "../../../src/testing/fakes/file-body.js";
import { listKeys, put, readStored } from "../../../src/testing/storage-suite/stored.js";
import { storageSuite } from "../../../src/testing/storage-suite/storage-suite.js";
import { createTestClient, fillPages, startFauxqs, type TestS3 } from "../../support/fauxqs.js";

const KEY = "exports/7/12/x/moths.csv";
let server: TestS3;
let client: S3Client;
let suites = 0;

beforeAll(async () => {
  server = await startFauxqs();
  client = createTestClient(server.port);
});
afterAll(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
});

/** A storage of its own in the shared bucket. */
const createStorage = () => createS3Storage({ client, bucket: server.bucket, prefix: `${(suites += 1)}/` });

describe("contract", () => {
  storageSuite({
    test,
    create: () => {
      const storage = createStorage();
      const prefix = `${suites}/`;
      return { storage, unfinishedUploads: (key) => server.unfinishedUploads(prefix + key) };
    },
  });
});

test("nothing is asked at construction", () => {
  const before = server.requests.length;
  createStorage();
  expect(server.requests.length).toBe(before);
});

test.each<[string, readonly unknown[]]>([
  ["client", [undefined, null, {}, "s3", { send: () => undefined }]],
  ["bucket", [undefined, null, 5, "", " "]],
  ["prefix", [null, 5, "/", "/a/", "a", "./", "../", "a/../b/", "a/./"]],
  ["ifNoneMatch", [null, "no", true]],
  ["limits", [5, { idle: 1 }, { idleMs: 0 }, { idleMs: "15" }, { idleMs: undefined }, { slowMs: Infinity }]],
])("a wrong %s is a TypeError in one sentence at construction", (name, wrong) => {
  for (const value of wrong) {
    const create = () => createS3Storage({ client, bucket: server.bucket, [name]: value });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(new RegExp(`^The ${name} of an S3 storage .*\\.$`));
  }
});

test("a prefix is the bucket's affair: keys are given and taken without it", async () => {
  const [one, other] = [createStorage(), createStorage()];
  await put(one, KEY, { body: createFileBody("a") });
  expect(await listKeys(one, "")).toEqual([KEY]);
  expect(await listKeys(other, "")).toEqual([]);
  expect((await createS3Storage({ client, bucket: server.bucket }).stat(`${suites - 1}/${KEY}`))?.size).toBe(1);
});

test("a list of more than a page is whole", { timeout: 60_000 }, async () => {
  const storage = createStorage();
  const keys = await fillPages(client, { bucket: server.bucket, prefix: `${suites}/` });
  expect(await listKeys(storage, "")).toEqual(keys);
});

test("a file that fits into a part goes in one request, a larger one in parts", async () => {
  const storage = createStorage();
  const sent = async (size: number) => {
    const before = server.requests.length;
    await put(storage, `${KEY}${size}`, { body: createFileBody(Buffer.alloc(size, "x")) });
    return server.requests
      .slice(before)
      .map((line) => line.replace(/^(\w+) \S*?(\?.*?)?(x-id=.*)?$/, "$1"))
      .join(" ");
  };
  expect(await sent(5 * 1024 * 1024)).toBe("HEAD PUT HEAD");
  expect(await sent(5 * 1024 * 1024 + 1)).toBe("HEAD POST PUT PUT POST HEAD");
});

test("a body with another hash than announced never becomes a file", async () => {
  const storage = createStorage();
  const body = { ...createFileBody("abc"), sha256: "0".repeat(64) };
  await expect(put(storage, KEY, { body })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(await listKeys(storage, "")).toEqual([]);
});

test("open asks for the bytes with the first read, and a range outside the file is refused before", async () => {
  const storage = createStorage();
  await put(storage, KEY, { body: createFileBody("0123456789") });
  await expect(storage.open(KEY, { range: { start: 10 } })).rejects.toMatchObject({ code: "RANGE_NOT_SATISFIABLE" });
  const before = server.requests.length;
  await storage.open(KEY);
  expect(server.requests.slice(before).map((line) => line.split(" ")[0])).toEqual(["HEAD"]);
});

test("reading ends with the signal's reason when it aborts between two chunks", async () => {
  const storage = createStorage();
  await put(storage, KEY, { body: createFileBody(Buffer.alloc(1024 * 1024, "x")) });
  const abort = new AbortController();
  const reason = new TypeError("enough");
  const reading = (async () => {
    for await (const chunk of await storage.open(KEY, { signal: abort.signal }))
      if (chunk.byteLength > 0) abort.abort(reason);
  })();
  await expect(reading).rejects.toBe(reason);
});

test("a body may use one buffer again and again", async () => {
  const storage = createStorage();
  const body = createFileBody("ab".repeat(200_000));
  const reused = Buffer.alloc(64 * 1024);
  const stream = async function* () {
    for await (const chunk of body.stream()) yield reused.subarray(0, Buffer.from(chunk).copy(reused));
  };
  await put(storage, KEY, { body: { ...body, stream } });
  expect((await readStored(storage, KEY)) === "ab".repeat(200_000)).toBe(true);
});

test("a link works for 1 to 300 seconds, and no longer", async () => {
  const options = { filename: "moths.csv", contentType: "text/csv" };
  const link = (expiresInSeconds: number) => createStorage().link?.(KEY, { ...options, expiresInSeconds });
  expect(new URL((await link(300)) ?? "").searchParams.get("X-Amz-Expires")).toBe("300");
  for (const seconds of [0, 1.5, 301, Number.NaN])
    await expect(link(seconds)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: false });
});

describe("a storage that keeps no metadata", () => {
  /** As such a storage, which takes the headers and forgets them. */
  const forgetful = () => {
    const forgetting = createTestClient(server.port);
    forgetting.middlewareStack.add(
      (next) => async (args) => {
        const headers = (args.request as { readonly headers: Record<string, string> }).headers;
        delete headers["x-amz-meta-sha256"];
        return await next(args);
      },
      { step: "build", priority: "low" },
    );
    onTestFinished(() => forgetting.destroy());
    return createS3Storage({ client: forgetting, bucket: server.bucket, prefix: `${(suites += 1)}/` });
  };

  test("stores a file whose size and checksum it gives back, and takes it a second time", async () => {
    const storage = forgetful();
    for (let turn = 0; turn < 2; turn += 1) await put(storage, KEY, { body: createFileBody("moths") });
    expect(await readStored(storage, KEY)).toBe("moths");
  });

  test("refuses another file of the same size, or of another", async () => {
    const storage = forgetful();
    await put(storage, KEY, { body: createFileBody("moths") });
    for (const other of ["wasps", "bees"])
      await expect(put(storage, KEY, { body: createFileBody(other) })).rejects.toMatchObject({
        code: "STORAGE_KEY_EXISTS",
      });
    expect(await readStored(storage, KEY)).toBe("moths");
  });
});
