import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExportJson } from "../../src/http/wire-schemas.js";
import { createS3Storage } from "../../src/storage/s3/s3-storage.js";
import { absent } from "../support/absent.js";
import { createTestClient } from "../support/fauxqs.js";
import { missingPrograms, type Radosgw, startRadosgw } from "../support/radosgw.js";
import { createTestHost } from "../support/test-host.js";
import { serveFace } from "./web-hosts.js";

const missing = missingPrograms();
const noCeph = absent(`Ceph's ${missing.join(", ")}`, missing.length === 0);
const BUCKET = "exports";
const HEADERS = { "x-user": "5" };

describe.skipIf(noCeph !== null)("files in a bucket of Ceph's object gateway", () => {
  let server: Radosgw;
  let client: S3Client;
  beforeAll(async () => {
    server = await startRadosgw();
    const credentials = { accessKeyId: "vasculum", secretAccessKey: "vasculum" };
    client = createTestClient(server.port, { credentials, requestChecksumCalculation: "WHEN_REQUIRED" });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  }, 120_000);
  afterAll(async () => {
    client.destroy();
    await server[Symbol.asyncDispose]();
  });

  /** A record whose file rests in the bucket, as its reader sees it. */
  async function exported() {
    const { service, createAndRun } = await createTestHost({ storage: createS3Storage({ client, bucket: BUCKET }) });
    const { id } = await createAndRun();
    const url = await serveFace({ service, linkSecrets: ["a secret of thirty-two characters"] });
    const read = await fetch(`${url}/exports/${id}/`, { headers: HEADERS });
    return (await read.json()) as ExportJson & { readonly file_url: string };
  }

  test("a signed address leads to a link of the bucket, which gives the file to who has no key", async () => {
    const { file_url: url, sha256, job } = await exported();
    const redirect = await fetch(url, { redirect: "manual" });
    const link = new URL(redirect.headers.get("location") ?? "");
    expect([redirect.status, link.port]).toEqual([302, `${server.port}`]);
    expect(Number(link.searchParams.get("X-Amz-Expires"))).toBeLessThanOrEqual(300);
    expect(redirect.headers.get("cache-control")).toContain("no-store");
    const followed = await fetch(url);
    const bytes = Buffer.from(await followed.arrayBuffer());
    expect([followed.status, followed.url.startsWith(link.origin)]).toEqual([200, true]);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    expect(followed.headers.get("content-disposition")).toMatch(/^attachment; filename="night-watch_export-1\.ndjson"/);
    expect(JSON.stringify(job)).not.toContain("X-Amz");
  });

  test("the bucket refuses an altered link, and its files to who has none", async () => {
    const { file_url: url } = await exported();
    const link = (await fetch(url, { redirect: "manual" })).headers.get("location") ?? "";
    const signature = new URL(link).searchParams.get("X-Amz-Signature") ?? "";
    const altered = link.replace(
      signature,
      signature.replace(/^./, (first) => (first === "0" ? "1" : "0")),
    );
    expect((await fetch(altered)).status).toBe(403);
    expect((await fetch(link.split("?")[0] ?? "")).status).toBe(403);
  });

  test("an address without a signature gives the same bytes through the service", async () => {
    const { file_url: url, sha256 } = await exported();
    const own = await fetch(url.split("?")[0] ?? "", { headers: HEADERS, redirect: "error" });
    expect(
      createHash("sha256")
        .update(Buffer.from(await own.arrayBuffer()))
        .digest("hex"),
    ).toBe(sha256);
  });
});
