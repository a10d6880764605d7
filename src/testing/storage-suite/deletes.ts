import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { type ContractTest, given } from "../contract/contract-test.js";
import { createFileBody, createStalledBody } from "../fakes/file-body.js";
import { soon } from "../contract/soon.js";
import type { StorageFixture } from "./storage-fixture.js";
import { listKeys, put } from "./stored.js";

const KEY = "vasculum-suite/7/12/delete/moths.csv";
const SIBLING = `${KEY}2`;

interface UploadOptions {
  readonly uploadBytes: number;
  readonly patienceMs: number;
}

/** Tests the promises of `delete`. */
export function testDeletes(test: ContractTest<StorageFixture>): void {
  test("delete removes the file of this key alone", async ({ storage }) => {
    await put(storage, KEY, { body: createFileBody("gone") });
    await put(storage, SIBLING, { body: createFileBody("stays") });
    await storage.delete(KEY);
    assert.equal(await storage.stat(KEY), null);
    assert.deepEqual(await listKeys(storage, "vasculum-suite/"), [SIBLING]);
  });

  test("delete of a file that does not exist is a success", async ({ storage }) => {
    await storage.delete(KEY);
    await put(storage, KEY, { body: createFileBody("gone") });
    await storage.delete(KEY);
    await storage.delete(KEY);
  });

  test("a deleted key can be put again", async ({ storage }) => {
    await put(storage, KEY, { body: createFileBody("first") });
    await storage.delete(KEY);
    await put(storage, KEY, { body: createFileBody("second") });
    assert.equal((await storage.stat(KEY))?.size, 6);
  });
}

/** Tests the promises of `delete` about uploads under way. */
export function testUnfinishedUploads(
  test: ContractTest<StorageFixture>,
  { uploadBytes, patienceMs }: UploadOptions,
): void {
  test("delete ends an unfinished upload of the key", async (fixture) => {
    const { storage } = fixture;
    const unfinishedUploads = given(fixture.unfinishedUploads, "unfinishedUploads");
    const body = createStalledBody(Buffer.alloc(uploadBytes, "x"));
    const pending = put(storage, KEY, { body }).then(
      () => "stored",
      () => "failed",
    );
    await Promise.race([body.stalled, pending]);
    await soon(
      until(async () => (await unfinishedUploads(KEY)) > 0),
      { ms: patienceMs, what: "The upload's beginning" },
    );
    await storage.delete(KEY);
    const left = await unfinishedUploads(KEY);
    body.release();
    assert.deepEqual([left, await pending, await storage.stat(KEY)], [0, "failed", null]);
  });
}

/** Only an outside observer can tell that an upload has begun, so it is asked again and again. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5);
}
