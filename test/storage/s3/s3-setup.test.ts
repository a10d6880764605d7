import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { createS3Storage } from "../../../src/s3.js";
import { createFileBody } from "../../../src/testing/fakes/file-body.js";
import { put } from "../../../src/testing/storage-suite/stored.js";
import { createTestClient } from "../../support/fauxqs.js";
import { serve } from "./serve.js";

const KEY = "secret/moths.csv";
const NOT_SET_UP = "The S3 client is not set up: check its region, endpoint and credentials.";

/** The error of a put, which must say nothing of what the client was given. */
async function failedPut(config: S3ClientConfig): Promise<unknown> {
  const client = createTestClient(1, { maxAttempts: 1, ...config });
  const error: unknown = await put(createS3Storage({ client, bucket: "exports" }), KEY, {
    body: createFileBody("a"),
  }).then(
    () => expect.fail("The put did not fail."),
    (thrown: unknown) => thrown,
  );
  client.destroy();
  expect(String(error)).not.toMatch(/secret|moths|vault|nowhere|127/);
  return error;
}

test.each<[string, S3ClientConfig]>([
  ["no region", { region: async () => "" }],
  ["a malformed region", { region: "us east/1" }],
  ["an endpoint that is no URL", { endpoint: "nowhere" }],
  ["empty credentials", { credentials: () => Promise.resolve(JSON.parse("{}")) }],
  ["credentials that cannot be had", { credentials: () => Promise.reject(new RangeError("The vault is closed.")) }],
])("%s is told, and not worth another attempt", async (_, config) => {
  expect(await failedPut(config)).toMatchObject({ code: "STORAGE_FAILED", retryable: false, message: NOT_SET_UP });
});

test.each<[string, S3ClientConfig]>([
  ["a server that does not exist", {}],
  ["a name that does not resolve", { endpoint: "http://nowhere.invalid" }],
  [
    "a connection that takes too long",
    {
      endpoint: "http://127.0.0.1:9",
      requestHandler: {
        handle: () => Promise.reject(Object.assign(new RangeError("Slow."), { name: "TimeoutError" })),
      },
    },
  ],
])("%s is worth another attempt", async (_, config) => {
  expect(await failedPut(config)).toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("an answer that is no XML is worth another attempt", async () => {
  await using server = await serve((_, response) => response.end("<a"));
  const list = createS3Storage({ client: server.client, bucket: "exports" }).list("");
  await expect(list[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "STORAGE_FAILED", retryable: true });
});

test("an error of a body is no fault of the client", async () => {
  await using server = await serve((request, response) =>
    response.writeHead(request.method === "HEAD" ? 404 : 200).end(),
  );
  const storage = createS3Storage({ client: server.client, bucket: "exports" });
  const broken = async function* () {
    yield Buffer.from("a");
    throw new RangeError("The disk is broken.");
  };
  await expect(put(storage, KEY, { body: { ...createFileBody("ab"), stream: broken } })).rejects.toMatchObject({
    code: "STORAGE_FAILED",
    retryable: true,
  });
});
