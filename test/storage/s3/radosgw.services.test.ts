import { CreateBucketCommand, ListMultipartUploadsCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createS3Storage } from "../../../src/s3.js";
import { createFileBody } from "../../../src/testing/fakes/file-body.js";
import { listKeys, put } from "../../../src/testing/storage-suite/stored.js";
import { storageSuite } from "../../../src/testing/storage-suite/storage-suite.js";
import { createTestClient, fillPages } from "../../support/fauxqs.js";
import { absent } from "../../support/absent.js";
import { missingPrograms, type Radosgw, startRadosgw } from "../../support/radosgw.js";

const missing = missingPrograms();
const noCeph = absent(`Ceph's ${missing.join(", ")}`, missing.length === 0);

const BUCKET = "exports";
const KEYS = { accessKeyId: "vasculum", secretAccessKey: "vasculum" };

describe.skipIf(noCeph !== null)("on Ceph's object gateway", () => {
  let server: Radosgw;
  let suites = 0;
  const clients: S3Client[] = [];
  const createClient = (config: Parameters<typeof createTestClient>[1] = {}): S3Client => {
    const client = createTestClient(server.port, {
      credentials: KEYS,
      requestChecksumCalculation: "WHEN_REQUIRED",
      ...config,
    });
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    server = await startRadosgw();
    await createClient().send(new CreateBucketCommand({ Bucket: BUCKET }));
  }, 120_000);
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server[Symbol.asyncDispose]();
  });

  describe.each(["WHEN_REQUIRED", "WHEN_SUPPORTED"] as const)(
    "contract, checksums %s",
    (requestChecksumCalculation) => {
      storageSuite({
        test,
        create: () => {
          const prefix = `${(suites += 1)}/`;
          const client = createClient({ requestChecksumCalculation });
          const unfinishedUploads = async (key: string) => {
            const { Uploads = [] } = await client.send(
              new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: prefix }),
            );
            return Uploads.filter(({ Key }) => Key === prefix + key).length;
          };
          return { storage: createS3Storage({ client, bucket: BUCKET, prefix }), unfinishedUploads };
        },
      });
    },
  );

  test("a list of more than a page is whole", { timeout: 60_000 }, async () => {
    const client = createClient();
    const keys = await fillPages(client, { bucket: BUCKET, prefix: "pages/" });
    expect(await listKeys(createS3Storage({ client, bucket: BUCKET, prefix: "pages/" }), "")).toEqual(keys);
  });

  test("wrong credentials are STORAGE_DENIED at once, and a missing bucket is not worth another attempt", async () => {
    const wrong = createClient({ credentials: { accessKeyId: "vasculum", secretAccessKey: "wrong" } });
    const body = createFileBody("a");
    const denied = put(createS3Storage({ client: wrong, bucket: BUCKET }), "a.csv", { body });
    await expect(denied).rejects.toMatchObject({ code: "STORAGE_DENIED", retryable: false });
    const nowhere = put(createS3Storage({ client: createClient(), bucket: "nowhere" }), "a.csv", { body });
    await expect(nowhere).rejects.toMatchObject({
      code: "STORAGE_FAILED",
      retryable: false,
      message: "The bucket does not exist.",
    });
  });

  test("of two writers of a key at the same moment the server refuses one", async () => {
    const client = createClient();
    const raced = createS3Storage({ client, bucket: BUCKET, prefix: "raced/" });
    // Behind the look at the key, before the upload: the body is read by then.
    const body = createFileBody("mine");
    const stream = async function* () {
      await put(raced, "a.csv", { body: createFileBody("theirs") });
      yield* body.stream();
    };
    await expect(put(raced, "a.csv", { body: { ...body, stream } })).rejects.toMatchObject({
      code: "STORAGE_KEY_EXISTS",
    });
    expect((await raced.stat("a.csv"))?.size).toBe(6);
  });

  test("a link stops working when its time is over", async () => {
    const storage = createS3Storage({ client: createClient(), bucket: BUCKET, prefix: "links/" });
    await put(storage, "a.csv", { body: createFileBody("a") });
    const link = await storage.link?.("a.csv", {
      expiresInSeconds: 1,
      filename: "Nachtfalter (Südtirol).csv",
      contentType: "text/csv",
    });
    const statuses = [];
    while (statuses.at(-1) !== 403) {
      const response = await fetch(link ?? "");
      statuses.push(response.status);
      await response.arrayBuffer();
      if (response.status === 200)
        expect(response.headers.get("content-disposition")).toContain(
          "filename*=UTF-8''Nachtfalter%20%28S%C3%BCdtirol%29.csv",
        );
    }
    expect(statuses[0]).toBe(200);
  });
});

// cspell:ignore Cdtirol
