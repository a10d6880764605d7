import { Agent } from "node:http";
import type { S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createS3Storage, type S3Limits } from "../../../src/s3.js";
import type { FileBody, StorageAdapter } from "../../../src/index.js";
import { createFileBody } from "../../../src/testing/fakes/file-body.js";
import { put, readStored } from "../../../src/testing/storage-suite/stored.js";
import { createTestClient, startFauxqs, type FaultPlan, type S3Fault, type TestS3 } from "../../support/fauxqs.js";
import { deferred } from "../../support/gate.js";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy.js";

const KEY = "secret/7/12/x/moths.csv";
const SMALL = createFileBody("a,b,c");
const PARTS = createFileBody(Buffer.alloc(12 * 1024 * 1024, "x"));
const QUICK: Partial<S3Limits> = { idleMs: 400, slowBytesPerSecond: 100 * 1024 * 1024, completeMs: 400, settleMs: 200 };

let server: TestS3;
let proxy: TcpProxy;
let client: S3Client;
let storage: StorageAdapter;

beforeEach(async () => {
  server = await startFauxqs();
  proxy = await startTcpProxy(server.port);
  client = createTestClient(proxy.port, { requestHandler: { connectionTimeout: 2000 } });
  storage = createS3Storage({ client, bucket: server.bucket, limits: QUICK });
});
afterEach(async () => {
  client.destroy();
  await proxy[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const isPart = (request: string) => /^PUT .*partNumber=/.test(request);
const isComplete = (request: string) => /^POST .*uploadId=/.test(request);
const isAbort = (request: string) => /^DELETE .*uploadId=/.test(request);
const isHead = (request: string) => request.startsWith("HEAD ");
const isPut = (request: string) => request.startsWith("PUT ") && !isPart(request);

/** The fault for every request that is chosen, from the `from`th to the `to`th of them. */
function faulty(chosen: (request: string) => boolean, fault: S3Fault, { from = 1, to = Infinity } = {}): FaultPlan {
  let count = 0;
  return (request) => {
    if (!chosen(request)) return undefined;
    count += 1;
    return count >= from && count <= to ? fault : undefined;
  };
}

const freezing =
  (chosen: (request: string) => boolean): FaultPlan =>
  (request) => {
    if (chosen(request)) proxy.freeze();
    return undefined;
  };

const either =
  (...plans: readonly FaultPlan[]): FaultPlan =>
  (request) =>
    plans.map((plan) => plan(request)).find((fault) => fault !== undefined);

/** The error of a put, which must say nothing of key, bucket and credentials. */
async function failedPut(body: FileBody, signal?: AbortSignal): Promise<unknown> {
  const error: unknown = await put(storage, KEY, { body, ...(signal === undefined ? {} : { signal }) }).then(
    () => expect.fail("The put did not fail."),
    (thrown: unknown) => thrown,
  );
  expect(String(error)).not.toMatch(/secret|moths|exports|test|127\.0\.0\.1/);
  return error;
}

test.each([
  ["a small file", SMALL, isPut],
  ["a part", PARTS, isPart],
  ["the completion", PARTS, isComplete],
])("500 twice for %s costs nothing but time", async (_, body, chosen) => {
  server.plan = faulty(chosen, { answer: 500 }, { to: 2 });
  await put(storage, KEY, { body });
  expect((await storage.stat(KEY))?.size).toBe(body.size);
});

test.each([
  ["a small file", SMALL, isPut],
  ["parts", PARTS, isPart],
  ["the completion", PARTS, isComplete],
  ["everything", PARTS, () => true],
])("500 for ever for %s fails, is retryable, and leaves nothing", async (_, body, chosen) => {
  server.plan = faulty(chosen, { answer: 503, code: "SlowDown" });
  expect(await failedPut(body)).toMatchObject({ code: "STORAGE_FAILED", retryable: true });
  server.plan = () => undefined;
  expect([await storage.stat(KEY), await server.unfinishedUploads(KEY)]).toEqual([null, 0]);
});

test("403 is STORAGE_DENIED after two requests: one that is refused, and one that asks why", async () => {
  server.plan = () => ({ answer: 403, code: "SignatureDoesNotMatch" });
  expect(await failedPut(PARTS)).toMatchObject({ code: "STORAGE_DENIED", retryable: false });
  expect(server.requests.length).toBe(2);
});

test.each([
  ["NoSuchBucket", 404, "STORAGE_FAILED", false],
  ["InvalidRequest", 400, "STORAGE_FAILED", false],
  ["NotImplemented", 501, "STORAGE_FAILED", false],
  ["PreconditionFailed", 412, "STORAGE_KEY_EXISTS", false],
  ["ConditionalRequestConflict", 409, "STORAGE_FAILED", true],
  ["ExpiredToken", 400, "STORAGE_DENIED", false],
  ["QuotaExceeded", 403, "STORAGE_FAILED", true],
])("%s (%i) is %s, retryable: %s", async (code, answer, expected, retryable) => {
  for (const [body, chosen] of [
    [SMALL, isPut],
    [PARTS, isComplete],
  ] as const) {
    server.plan = faulty(chosen, { answer, code });
    expect(await failedPut(body)).toMatchObject({ code: expected, retryable });
    expect(await server.unfinishedUploads(KEY)).toBe(0);
  }
});

test("a missing bucket is reported at once", async () => {
  storage = createS3Storage({ client, bucket: "nowhere" });
  expect(await failedPut(SMALL)).toMatchObject({
    code: "STORAGE_FAILED",
    retryable: false,
    message: "The bucket does not exist.",
  });
});

test.each([
  ["a small file", SMALL, isPut],
  ["the completion", PARTS, isComplete],
])("%s applied, with the answer lost, is a success", async (_, body, chosen) => {
  server.plan = faulty(chosen, { applied: "reset" });
  await put(storage, KEY, { body });
  expect((await readStored(storage, KEY)).length).toBe(body.size);
});

test("a key refused to us because it holds our own file is a success", async () => {
  await put(storage, KEY, { body: SMALL });
  server.plan = either(
    faulty(isHead, { answer: 404 }, { to: 1 }),
    faulty(isPut, { answer: 412, code: "PreconditionFailed" }),
  );
  await put(storage, KEY, { body: SMALL });
});

test("a half-open connection is given up soon after the last byte", async () => {
  server.plan = freezing(isPart);
  const started = performance.now();
  expect(await failedPut(PARTS)).toMatchObject({ code: "STORAGE_FAILED", retryable: true });
  expect(performance.now() - started).toBeLessThan(5000);
});

test.each([
  ["a small file", SMALL, isPut],
  ["the completion", PARTS, isComplete],
])("%s applied, over a connection that is half-open then, is a success", async (_, body, chosen) => {
  server.plan = freezing(chosen);
  await put(storage, KEY, { body });
  expect((await readStored(storage, KEY)).length).toBe(body.size);
});

test("a failed abort does not hide why the upload failed, and is made good by delete", async () => {
  server.plan = either(faulty(isPart, { answer: 403, code: "AccessDenied" }), faulty(isAbort, { answer: 500 }));
  expect(await failedPut(PARTS)).toMatchObject({ code: "STORAGE_DENIED" });
  expect(await server.unfinishedUploads(KEY)).toBe(1);
  server.plan = () => undefined;
  await storage.delete(KEY);
  expect(await server.unfinishedUploads(KEY)).toBe(0);
});

test("a file that appears after its put was given up goes with the key", async () => {
  const { promise, resolve } = deferred();
  server.plan = either(faulty(isComplete, { appliedLate: promise }), faulty(isAbort, { answer: 500 }));
  expect(await failedPut(PARTS)).toMatchObject({ code: "STORAGE_FAILED", retryable: true });
  expect(await storage.stat(KEY)).toBeNull();
  resolve();
  await expect.poll(() => storage.stat(KEY)).not.toBeNull();
  await storage.delete(KEY);
  expect(await storage.stat(KEY)).toBeNull();
});

test("a file shorter than what was sent fails, and goes", async () => {
  server.plan = faulty(isHead, { header: ["content-length", "3"] }, { from: 2 });
  expect(await failedPut(SMALL)).toMatchObject({ code: "STORAGE_FAILED", retryable: true });
  server.plan = () => undefined;
  expect(await storage.stat(KEY)).toBeNull();
});

test.each([
  ["a part", isPart],
  ["the completion", isComplete],
])("an abort during %s rejects with its reason when the upload is aborted", async (_, chosen) => {
  const abort = new AbortController();
  const reason = new TypeError("Enough.");
  const { promise, resolve } = deferred();
  server.plan = (request) => {
    if (!chosen(request)) return undefined;
    abort.abort(reason);
    return { appliedLate: promise };
  };
  expect(await failedPut(PARTS, abort.signal)).toBe(reason);
  expect([await server.unfinishedUploads(KEY), await storage.stat(KEY)]).toEqual([0, null]);
  resolve();
});

test("an abort on a storage that hangs rejects soon, and the upload is left to delete", async () => {
  const abort = new AbortController();
  server.plan = (request) => {
    if (!isPart(request)) return undefined;
    proxy.freeze();
    abort.abort(new TypeError("Enough."));
    return undefined;
  };
  const started = performance.now();
  expect(await failedPut(PARTS, abort.signal)).toBe(abort.signal.reason);
  expect(performance.now() - started).toBeLessThan(2000);
});

test("delete fails while the storage does, and succeeds when it does", async () => {
  await put(storage, KEY, { body: SMALL });
  server.plan = () => ({ answer: 500 });
  await expect(storage.delete(KEY)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
  server.plan = () => undefined;
  await storage.delete(KEY);
  expect(await storage.stat(KEY)).toBeNull();
});

test("a client whose agent drops idle connections soon never meets those that went dead meanwhile", async () => {
  const agent = new Agent({ keepAlive: true, timeout: 300 });
  const impatient = createTestClient(proxy.port, { requestHandler: { httpAgent: agent } });
  storage = createS3Storage({ client: impatient, bucket: server.bucket, limits: QUICK });
  await Promise.all(["a", "b", "c"].map((name) => storage.stat(name)));
  proxy.freeze();
  await expect.poll(() => Object.keys(agent.freeSockets).length, { timeout: 5000 }).toBe(0);
  await put(storage, KEY, { body: SMALL });
  impatient.destroy();
});
