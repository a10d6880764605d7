import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createS3Storage, type S3StorageOptions } from "../../../src/s3.js";
import { listKeys } from "../../../src/testing/storage-suite/stored.js";
import { serve } from "./serve.js";

const KEY = "moths.csv";

/** Gives what is asked for by query, and remembers what was asked. */
function answering(asked: string[], give: (query: URLSearchParams) => string) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    asked.push(`${request.method} ${searchParams}`);
    if (request.method === "DELETE") response.writeHead(204).end();
    else response.setHeader("content-type", "application/xml").end(`<R>${give(searchParams)}</R>`);
  };
}

const files = (...keys: readonly string[]) =>
  keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join("");
const upload = (id: number) => `<Upload><Key>${KEY}</Key><UploadId>${id}</UploadId></Upload>`;

/** The keys that a server's list gives, and how often it was asked. */
async function list(give: (query: URLSearchParams) => string, options: Pick<S3StorageOptions, "prefix"> = {}) {
  const asked: string[] = [];
  await using server = await serve(answering(asked, give));
  const keys = await listKeys(createS3Storage({ client: server.client, bucket: "exports", ...options }), "");
  return { keys, times: asked.length };
}

/** The uploads that a delete aborts. */
async function deletedUploads(give: (query: URLSearchParams) => string): Promise<readonly string[]> {
  const asked: string[] = [];
  await using server = await serve(answering(asked, give));
  await createS3Storage({ client: server.client, bucket: "exports" }).delete(KEY);
  return asked.flatMap((line) => /^DELETE .*uploadId=(\d)/.exec(line)?.[1] ?? []);
}

test.each([
  ["an empty token", "<IsTruncated>true</IsTruncated><NextContinuationToken></NextContinuationToken>"],
  ["no token", "<IsTruncated>true</IsTruncated>"],
  ["a token, though it ends", "<IsTruncated>false</IsTruncated><NextContinuationToken>1</NextContinuationToken>"],
])("a list ends with a page that gives %s", async (_, end) => {
  expect(await list(() => files("a.csv", "b.csv") + end)).toEqual({ keys: ["a.csv", "b.csv"], times: 1 });
});

test("the mark of a folder is no file", async () => {
  expect(await list(() => files("v/", "v/a.csv"), { prefix: "v/" })).toEqual({ keys: ["a.csv"], times: 1 });
});

test("delete aborts the unfinished uploads of every page", async () => {
  const more =
    "<IsTruncated>true</IsTruncated><NextKeyMarker>moths.csv</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker>";
  expect(
    await deletedUploads((query) => (query.get("upload-id-marker") === "1" ? upload(2) : upload(1) + more)),
  ).toEqual(["1", "2"]);
});

test("delete ends where a server promises more uploads, and does not say from where", async () => {
  expect(await deletedUploads(() => `${upload(1)}<IsTruncated>true</IsTruncated>`)).toEqual(["1"]);
});
