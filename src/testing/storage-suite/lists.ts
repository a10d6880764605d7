import assert from "node:assert/strict";
import type { ContractTest } from "../contract/contract-test.js";
import { createFileBody } from "../fakes/file-body.js";
import type { StorageFixture } from "./storage-fixture.js";
import { listKeys, listStored, put } from "./stored.js";

const ROOT = "vasculum-suite/list";

/** Tests the promises of `list`. */
export function testLists(test: ContractTest<StorageFixture>, { manyFiles }: { readonly manyFiles: number }): void {
  test("list gives every file whose key begins with the prefix, which need not end at a slash", async ({ storage }) => {
    const keys = ["1/a.csv", "1/b.csv", "12/a.csv", "12/c/d.csv", "2/a.csv"].map((name) => `${ROOT}/${name}`);
    for (const key of keys) await put(storage, key, { body: createFileBody(key) });
    assert.deepEqual(await listKeys(storage, `${ROOT}/`), keys);
    assert.deepEqual(await listKeys(storage, `${ROOT}/1`), keys.slice(0, 4));
    assert.deepEqual(await listKeys(storage, `${ROOT}/1/`), keys.slice(0, 2));
    assert.deepEqual(await listKeys(storage, `${ROOT}/12/c`), keys.slice(3, 4));
    assert.deepEqual(await listKeys(storage, `${ROOT}/2/a.csv`), keys.slice(4));
  });

  test("list of a prefix that no key has is empty", async ({ storage }) => {
    await put(storage, `${ROOT}/1/a.csv`, { body: createFileBody("a") });
    assert.deepEqual(await listKeys(storage, `${ROOT}/1/a.csv/`), []);
    assert.deepEqual(await listKeys(storage, `${ROOT}/3`), []);
  });

  test("list gives the facts of each file that stat gives", async ({ storage }) => {
    const key = `${ROOT}/1/a.csv`;
    await put(storage, key, { body: createFileBody("12345") });
    assert.deepEqual(await listStored(storage, ROOT), [await storage.stat(key)]);
  });

  test("list gives all of many files", async ({ storage }) => {
    const keys = Array.from({ length: manyFiles }, (_, index) => `${ROOT}/${String(index).padStart(6, "0")}.csv`);
    for (const key of keys) await put(storage, key, { body: createFileBody("") });
    assert.deepEqual(await listKeys(storage, ROOT), keys);
  });
}
