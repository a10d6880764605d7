import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createS3Storage, type S3Limits } from "../../../src/s3.js";
import type { StorageAdapter } from "../../../src/index.js";
import { createFileBody } from "../../../src/testing/file-body.js";
import { put, readStored } from "../../../src/testing/storage-suite/stored.js";
import { deferred } from "../../support/gate.js";
import { serve, type ScriptedServer } from "./serve.js";

const KEY = "moths.csv";
const MIB = 1024 * 1024;
let server: ScriptedServer;

afterEach(() => server[Symbol.asyncDispose]());

/** A storage on a server that answers as the test says. */
async function createStorage(answer: Parameters<typeof serve>[0], limits: Partial<S3Limits>): Promise<StorageAdapter> {
  server = await serve(answer);
  return createS3Storage({ client: server.client, bucket: "exports", limits });
}

/** A server whose one file of `size` bytes is given by `give`. */
const fileOf = (size: number, give: (response: ServerResponse) => void) => (request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { "content-length": size });
  if (request.method === "HEAD") response.end();
  else give(response);
};

async function trickle(response: ServerResponse, size = Infinity): Promise<void> {
  for (let written = 0; written < size && !response.destroyed; written += 1) {
    response.write("x");
    await delay(20);
  }
  response.end();
}

test("a download that moves too few bytes for too long is ended, though it never stops", async () => {
  const storage = await createStorage(fileOf(MIB, (response) => void trickle(response)), { idleMs: 10_000, slowMs: 200, slowBytesPerSecond: 1000 });
  await expect(readStored(storage, KEY)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("a download that moves bytes enough is not", async () => {
  const storage = await createStorage(fileOf(20, (response) => void trickle(response, 20)), { idleMs: 10_000, slowMs: 100, slowBytesPerSecond: 0.1 });
  expect(await readStored(storage, KEY)).toBe("x".repeat(20));
});

test("a download that stops is ended", async () => {
  const storage = await createStorage(fileOf(MIB, (response) => response.write("x")), { idleMs: 200 });
  await expect(readStored(storage, KEY)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("a download whose connection is lost fails", async () => {
  const storage = await createStorage(fileOf(MIB, (response) => response.write("x", () => response.destroy())), {});
  await expect(readStored(storage, KEY)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("a reader may be slow", async () => {
  const limits = { idleMs: 2000, slowMs: 2000, slowBytesPerSecond: MIB };
  const storage = await createStorage(fileOf(4 * MIB, (response) => response.end(Buffer.alloc(4 * MIB))), limits);
  let size = 0;
  for await (const chunk of await storage.open(KEY)) {
    if (size === 0) await delay(2500);
    size += chunk.byteLength;
  }
  expect(size).toBe(4 * MIB);
});

test("a reader who leaves early frees the connection", async () => {
  const { promise: closed, resolve } = deferred();
  const give = (response: ServerResponse) => void response.once("close", resolve).write(Buffer.alloc(4 * MIB));
  const storage = await createStorage(fileOf(8 * MIB, give), {});
  for await (const chunk of await storage.open(KEY)) if (chunk.byteLength > 0) break;
  await closed;
});

test("an upload that moves too few bytes for too long is ended, though it never stops", async () => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === "HEAD") response.writeHead(404).end();
    else if (request.method === "POST") response.end("<R><UploadId>1</UploadId></R>");
    else if (request.method === "DELETE") response.writeHead(204).end();
    else for await (const _ of request) await delay(100);
  };
  const limits = { idleMs: 10_000, slowMs: 500, slowBytesPerSecond: 100 * MIB };
  const storage = await createStorage(answer, limits);
  const started = performance.now();
  const body = createFileBody(Buffer.alloc(48 * MIB));
  await expect(put(storage, KEY, { body })).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
  expect(performance.now() - started).toBeLessThan(8000);
});

test("an upload that moves bytes enough is not, though the connection's buffers hide it", { timeout: 30_000 }, async () => {
  let stored = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === "HEAD" && stored > 0) response.writeHead(200, { "content-length": stored, "x-amz-meta-sha256": body.sha256 }).end();
    else if (request.method === "HEAD") response.writeHead(404).end();
    else {
      let size = 0;
      for await (const chunk of request) await delay(((size += chunk.length), 1000 * (chunk.length / MIB)));
      stored = size;
      response.end();
    }
  };
  const body = createFileBody(Buffer.alloc(4 * MIB));
  const storage = await createStorage(answer, { idleMs: 1000, slowMs: 500, slowBytesPerSecond: MIB / 8 });
  await put(storage, KEY, { body });
});
