import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createS3Storage, type S3Limits } from "../../../src/s3.js";
import type { FileBody, StorageAdapter } from "../../../src/index.js";
import { createFileBody } from "../../../src/testing/fakes/file-body.js";
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
const fileOf =
  (size: number, give: (response: ServerResponse) => void) => (request: IncomingMessage, response: ServerResponse) => {
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
  const storage = await createStorage(
    fileOf(MIB, (response) => void trickle(response)),
    { idleMs: 10_000, slowMs: 200, slowBytesPerSecond: 1000 },
  );
  await expect(readStored(storage, KEY)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("a download that moves bytes enough is not", async () => {
  const storage = await createStorage(
    fileOf(20, (response) => void trickle(response, 20)),
    { idleMs: 10_000, slowMs: 100, slowBytesPerSecond: 0.1 },
  );
  expect(await readStored(storage, KEY)).toBe("x".repeat(20));
});

test("a download that stops is ended", async () => {
  const storage = await createStorage(
    fileOf(MIB, (response) => response.write("x")),
    { idleMs: 200 },
  );
  await expect(readStored(storage, KEY)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("a download whose connection is lost fails", async () => {
  const storage = await createStorage(
    fileOf(MIB, (response) => response.write("x", () => response.destroy())),
    {},
  );
  await expect(readStored(storage, KEY)).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("a download that ends before the file does fails, though the server calls it whole", async () => {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    response
      .writeHead(200, { "content-length": request.method === "HEAD" ? 20 : 10 })
      .end(request.method === "HEAD" ? undefined : "x".repeat(10));
  };
  await expect(readStored(await createStorage(answer, {}), KEY)).rejects.toMatchObject({
    code: "STORAGE_FAILED",
    retryable: true,
  });
});

test("a server that fails late has its whole time with every attempt of the client", { timeout: 20_000 }, async () => {
  let failures = 0;
  const answer = async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
    await delay(1200);
    response.writeHead((failures += 1) <= 2 ? 500 : 200, { "content-length": 0 }).end();
  };
  expect(await (await createStorage(answer, { idleMs: 3000 })).stat(KEY)).toMatchObject({ size: 0 });
});

test("a reader may be slow", async () => {
  const limits = { idleMs: 2000, slowMs: 2000, slowBytesPerSecond: MIB };
  const storage = await createStorage(
    fileOf(4 * MIB, (response) => response.end(Buffer.alloc(4 * MIB))),
    limits,
  );
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

test(
  "an upload that moves bytes enough is not, though the connection's buffers hide it",
  { timeout: 30_000 },
  async () => {
    let stored = 0;
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      if (request.method === "HEAD" && stored > 0)
        response.writeHead(200, { "content-length": stored, "x-amz-meta-sha256": body.sha256 }).end();
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
  },
);

/** A server that takes every part at once, and joins them in `ms`. */
function joining({ size, sha256 }: FileBody, ms: number) {
  let joined = false;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for await (const _ of request);
    const url = request.url ?? "";
    if (request.method === "HEAD" && joined)
      response.writeHead(200, { "content-length": size, "x-amz-meta-sha256": sha256 }).end();
    else if (request.method === "HEAD") response.writeHead(404).end();
    else if (request.method === "PUT") response.writeHead(200, { etag: '"1"' }).end();
    else if (request.method === "POST" && url.includes("uploads")) response.end("<R><UploadId>1</UploadId></R>");
    else if (request.method === "POST") {
      await delay(ms);
      joined = !response.destroyed;
      response.end("<R><ETag>1</ETag></R>");
    } else response.writeHead(204).end();
  };
}

test("the completion of an upload has a limit of its own", { timeout: 30_000 }, async () => {
  const body = createFileBody(Buffer.alloc(6 * MIB));
  const limits = { idleMs: 1000, slowBytesPerSecond: 100 * MIB, slowMs: 1000 };
  const storage = await createStorage(joining(body, 2000), { ...limits, completeMs: 60_000 });
  await put(storage, KEY, { body });
});

test("the look at a failed upload, and its abort, take no longer than settleMs", async () => {
  const body = createFileBody(Buffer.alloc(6 * MIB));
  let heads = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for await (const _ of request);
    if (request.method === "HEAD" && (heads += 1) === 1) response.writeHead(404).end();
    else if (request.method === "POST") response.end("<R><UploadId>1</UploadId></R>");
    else if (request.method === "PUT") response.writeHead(403).end();
    // No answer to the abort, and none to the question what is there.
  };
  const storage = await createStorage(answer, { idleMs: 60_000, settleMs: 200 });
  await expect(put(storage, KEY, { body })).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  expect(heads).toBe(2);
});
