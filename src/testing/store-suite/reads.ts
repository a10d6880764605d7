import assert from "node:assert/strict";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ContractTest } from "../contract/contract-test.js";
import { createNewExport } from "../fakes/create-new-export.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { created, HOUR, kept, listIds, present, progressOf } from "./stored.js";

/** Ids of no record: some could be one, some cannot. */
const NO_IDS: readonly ExportRecord["id"][] = [
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  2 ** 53,
  1e300,
  "",
  " ",
  "0",
  "-1",
  "1.5",
  "1e0",
  "__proto__",
  "constructor",
  "1 or 1=1",
  "1'--",
  "\0",
  "x".repeat(1000),
  "9".repeat(40),
  "00000000-0000-4000-8000-000000000000",
];

/** Tests the promises of `get` and `remove`. */
export function testReads(test: ContractTest<TimedStoreFixture>): void {
  test("get gives a record, deleted or not", async ({ store }) => {
    const record = await created(store);
    assert.deepEqual(await store.get(record.id), record);
    const deleted = present(await store.update(record.id, record, { deleted: true }));
    assert.deepEqual(await store.get(record.id), deleted);
  });

  test("an id that does not exist, or cannot be one, is missing for every method", async ({ store }) => {
    const record = await created(store);
    for (const id of NO_IDS) {
      const answers = [
        await store.get(id),
        await store.update(id, { version: 1 }, { deleted: true }),
        await store.claim(id, "token", HOUR),
        await store.renew(id, "token", { leaseMs: HOUR, progress: progressOf(0.5) }),
        await store.remove(id, { version: 1 }),
      ];
      assert.deepEqual(answers, [null, null, null, null, false], `for the id ${JSON.stringify(id)}`);
    }
    assert.deepEqual(await kept(store, record), record);
  });

  test("what is kept shares nothing with what was given or got", async ({ store }) => {
    const filters = { taxa: [1, 2] };
    const record = await created(store, createNewExport({ filters }));
    filters.taxa.push(3);
    Reflect.set(record, "status", "failed");
    Reflect.set(record.filters, "taxa", []);
    assert.deepEqual((await kept(store, record)).filters, { taxa: [1, 2] });
    assert.equal((await kept(store, record)).status, "pending");
  });

  test("remove takes a record away for good", async ({ store }) => {
    const [gone, stays] = [await created(store), await created(store)];
    assert.equal(await store.remove(gone.id, gone), true);
    assert.equal(await store.get(gone.id), null);
    assert.equal(await store.remove(gone.id, gone), false);
    assert.deepEqual(await listIds(store), [stays.id]);
  });

  test("remove of another version is false and removes nothing", async ({ store }) => {
    const record = await created(store);
    const changed = present(await store.update(record.id, record, { deleted: true }));
    assert.equal(await store.remove(record.id, record), false);
    assert.deepEqual(await kept(store, record), changed);
  });
}
