/** Keeps exported files in a bucket: here of a server inside this process, else of Amazon S3, Ceph or MinIO. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";
import { createS3Storage } from "vasculum/s3";

const server = buildApp({ logger: false });
const endpoint = await server.listen({ host: "127.0.0.1", port: 0 });

// #region storage
const client = new S3Client({
  region: "us-east-1",
  credentials: { accessKeyId: "example", secretAccessKey: "example" },
  // For servers other than Amazon's, such as "https://s3.example.org":
  endpoint,
  forcePathStyle: true,
  requestChecksumCalculation: "WHEN_REQUIRED",
});

const storage = createS3Storage({ client, bucket: "biodiversity", prefix: "vasculum/" });
// #endregion

await client.send(new CreateBucketCommand({ Bucket: "biodiversity" }));

// What the export service does with it, once a file is finished:
const bytes = Buffer.from("id,species\n1,Noctua pronuba\n");
const key = "exports/7/12/moths_export-12.csv";
const body = {
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  stream: async function* () {
    yield bytes;
  },
};
await storage.put(key, body, { contentType: "text/csv", signal: AbortSignal.timeout(60_000) });

// What a download does, whole or in a range:
let text = "";
for await (const chunk of await storage.open(key, { range: { start: 11 } })) text += Buffer.from(chunk).toString();
assert.equal(text, "1,Noctua pronuba\n");

// A signed address, which serves the file without the backend for five minutes:
const link = await storage.link?.(key, { expiresInSeconds: 300, filename: "moths.csv", contentType: "text/csv" });
assert.equal(await (await fetch(link ?? "")).text(), bytes.toString());

await storage.delete(key);
assert.equal(await storage.stat(key), null);
client.destroy();
await server.close();
console.log("Stored, read, linked and deleted.");
