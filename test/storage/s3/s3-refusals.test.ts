import { afterEach, beforeEach, expect, test } from "vitest";
import type { S3Client } from "@aws-sdk/client-s3";
import { createS3Storage } from "../../../src/s3.js";
import type { StorageAdapter } from "../../../src/index.js";
import { createFileBody } from "../../../src/testing/fakes/file-body.js";
import { put, readStored } from "../../../src/testing/storage-suite/stored.js";
import { createTestClient, startFauxqs, type S3Fault, type TestS3 } from "../../support/fauxqs.js";

const KEY = "secret/moths.csv";

let server: TestS3;
let client: S3Client;
let storage: StorageAdapter;

beforeEach(async () => {
  server = await startFauxqs();
  client = createTestClient(server.port, { maxAttempts: 1 });
  storage = createS3Storage({ client, bucket: server.bucket });
});
afterEach(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
});

const CALLS: readonly (() => Promise<unknown>)[] = [
  () => put(storage, KEY, { body: createFileBody("a") }),
  () => storage.open(KEY),
  () => storage.stat(KEY),
];

/** Answers HEAD, and the question about the bucket. */
function answerWith(head: S3Fault, list?: S3Fault): void {
  server.plan = (request) => (request.startsWith("HEAD ") ? head : /^GET .*list-type/.test(request) ? list : undefined);
}

const ELSEWHERE = {
  code: "STORAGE_FAILED",
  retryable: false,
  message: "The bucket is in another region than the client's.",
};
const CREDENTIALS = {
  code: "STORAGE_DENIED",
  retryable: false,
  message: "The storage refuses access: check the credentials and what they permit.",
};
const CLOCK = {
  code: "STORAGE_DENIED",
  retryable: false,
  message: "The storage refuses access: its clock and this machine's differ too much.",
};

test.each([
  [400, "ExpiredToken", CREDENTIALS],
  [400, "InvalidToken", CREDENTIALS],
  [400, "AuthorizationHeaderMalformed", ELSEWHERE],
  [301, "PermanentRedirect", ELSEWHERE],
  [403, "RequestTimeTooSkewed", CLOCK],
  [403, "AccessDenied", CREDENTIALS],
])("a HEAD refused with %i for %s says why", async (answer, code, expected) => {
  answerWith({ answer }, { answer, code });
  for (const call of CALLS) await expect(call()).rejects.toMatchObject(expected);
});

test.each([
  [403, CREDENTIALS],
  [400, { code: "STORAGE_FAILED", retryable: false, message: "The storage refuses the request." }],
  [301, ELSEWHERE],
])(
  "a HEAD refused with %i for reasons of its own stays refused, whether the bucket answers or not",
  async (answer, expected) => {
    for (const list of [undefined, { answer: 503 }, { answer: 404, code: "NoSuchKey" }]) {
      answerWith({ answer }, list);
      for (const call of CALLS) await expect(call()).rejects.toMatchObject(expected);
    }
  },
);

test("a missing bucket is reported by every call", async () => {
  storage = createS3Storage({ client, bucket: "nowhere" });
  for (const call of CALLS) {
    await expect(call()).rejects.toMatchObject({
      code: "STORAGE_FAILED",
      retryable: false,
      message: "The bucket does not exist.",
    });
  }
});

test.each<S3Fault>([
  { answer: 403, code: "AccessDenied" },
  { answer: 501, code: "NotImplemented" },
  { answer: 503, code: "SlowDown" },
])("a missing file is reported as missing where the bucket answers $answer", async (list) => {
  answerWith({ answer: 404 }, list);
  expect(await storage.stat(KEY)).toBeNull();
  await expect(readStored(storage, KEY)).rejects.toMatchObject({ code: "STORAGE_FILE_MISSING" });
});

test("an abort while the bucket is asked rejects with its reason", async () => {
  const abort = new AbortController();
  const reason = new TypeError("Enough.");
  server.plan = (request) => {
    if (request.startsWith("HEAD ")) return { answer: 404 };
    abort.abort(reason);
    return { answer: 403 };
  };
  await expect(storage.open(KEY, { signal: abort.signal })).rejects.toBe(reason);
});
