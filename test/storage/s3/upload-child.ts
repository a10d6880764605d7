/** Uploads a generated body to the server at a port, in a process of its own, and prints by how much the process grew. */
import { createHash } from "node:crypto";
import type { FileBody } from "../../../src/contracts/storage-adapter.js";
import { createS3Storage } from "../../../src/s3.js";
import { createTestClient } from "../../support/fauxqs.js";

const CHUNK = 256 * 1024;
const [port, size] = process.argv.slice(2).map(Number);
if (port === undefined || size === undefined) throw new TypeError("A port and a size are needed.");

async function* generate(bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= CHUNK) yield Buffer.alloc(Math.min(CHUNK, left), left % 251);
}

async function createBody(bytes: number): Promise<FileBody> {
  const hash = createHash("sha256");
  for await (const chunk of generate(bytes)) hash.update(chunk);
  return { size: bytes, sha256: hash.digest("hex"), stream: () => generate(bytes) };
}

const client = createTestClient(port);
const storage = createS3Storage({ client, bucket: "exports" });
const body = await createBody(size);
await storage.stat("warm.csv");
const before = process.memoryUsage.rss();
let most = before;
const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
const started = performance.now();
await storage.put("large.csv", body, { contentType: "text/csv", signal: new AbortController().signal });
clearInterval(watch);
client.destroy();
console.log(JSON.stringify({ growth: most - before, seconds: (performance.now() - started) / 1000 }));
