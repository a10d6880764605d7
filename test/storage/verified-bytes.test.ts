import { expect, test } from "vitest";
import type { FileBody } from "../../src/contracts/storage-adapter.js";
import { verifiedBytes } from "../../src/storage/verified-bytes.js";
import { createFileBody } from "../../src/testing/fakes/file-body.js";

const { signal } = new AbortController();
const otherBytes = { ...createFileBody("moths"), sha256: "0".repeat(64) };

async function textOf(body: FileBody): Promise<string> {
  let text = "";
  for await (const chunk of verifiedBytes(body, signal)) text += Buffer.from(chunk).toString();
  return text;
}

test("bytes with another hash than announced are refused", async () => {
  await expect(textOf(otherBytes)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
});

test("a body that holds its own bytes against their hash is not hashed again, and its size still counts", async () => {
  expect(await textOf({ ...otherBytes, isVerified: true })).toBe("moths");
  for (const size of [4, 6])
    await expect(textOf({ ...otherBytes, isVerified: true, size })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
});
