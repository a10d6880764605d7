import assert from "node:assert/strict";
import type { ContractTest } from "../contract/contract-test.js";
import { createFileBody } from "../fakes/file-body.js";
import type { StorageFixture } from "./storage-fixture.js";
import { hasCode } from "../contract/has-code.js";
import { put, readStored } from "./stored.js";

const KEY = "vasculum-suite/7/12/read/moths.csv";
const ISO_WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const RANGES = [
  { name: "its first byte", range: { start: 0, end: 0 }, expected: "0" },
  { name: "bytes in the middle, both ends included", range: { start: 3, end: 5 }, expected: "345" },
  { name: "everything from a byte on", range: { start: 7 }, expected: "789" },
  { name: "no more than there is when the end lies beyond it", range: { start: 8, end: 99 }, expected: "89" },
] as const;

/** Tests the promises of `open` and `stat`. */
export function testReads(test: ContractTest<StorageFixture>): void {
  test("open of a missing file rejects with STORAGE_FILE_MISSING, before the first byte", async ({ storage }) => {
    await assert.rejects(readStored(storage, KEY), hasCode("STORAGE_FILE_MISSING"));
    await assert.rejects(readStored(storage, KEY, { range: { start: 0, end: 0 } }), hasCode("STORAGE_FILE_MISSING"));
  });

  for (const { name, range, expected } of RANGES) {
    test(`open with a range gives ${name}`, async ({ storage }) => {
      await put(storage, KEY, { body: createFileBody("0123456789") });
      assert.equal(await readStored(storage, KEY, { range }), expected);
    });
  }

  test("open gives a file again and again, also after a reader has left early", async ({ storage }) => {
    const content = "0123456789".repeat(50_000);
    await put(storage, KEY, { body: createFileBody(content) });
    for await (const chunk of await storage.open(KEY)) {
      assert.ok(chunk.byteLength > 0);
      break;
    }
    assert.ok((await readStored(storage, KEY)) === content, "The bytes read are not those stored.");
  });

  test("open with a signal that has aborted rejects", async ({ storage }) => {
    await put(storage, KEY, { body: createFileBody("late") });
    await assert.rejects(readStored(storage, KEY, { signal: AbortSignal.abort() }));
  });

  test("stat tells a file's key, size and, where it is kept, time", async ({ storage }) => {
    await put(storage, KEY, { body: createFileBody("12345") });
    const file = await storage.stat(KEY);
    assert.equal(file?.key, KEY);
    assert.equal(file.size, 5);
    if (file.modifiedAt !== null) assert.match(file.modifiedAt, ISO_WITH_OFFSET);
  });

  test("stat of a missing file is null, and so is stat of what other keys begin with", async ({ storage }) => {
    await put(storage, KEY, { body: createFileBody("below") });
    assert.equal(await storage.stat("vasculum-suite/7/12/read"), null);
    assert.equal(await storage.stat(`${KEY}x`), null);
  });
}
