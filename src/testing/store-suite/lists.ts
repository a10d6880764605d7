import assert from "node:assert/strict";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ListOptions } from "../../contracts/export-store.js";
import type { ContractTest } from "../contract/contract-test.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { created, listIds, present } from "./stored.js";

const ALL: ListOptions = { orderBy: "id", direction: "asc", limit: 100, offset: 0 };

/** Tests the promises of `list`. */
export function testLists(test: ContractTest<TimedStoreFixture>): void {
  test("list leaves out deleted records", async ({ store }) => {
    const [deleted, left] = [await created(store), await created(store)];
    present(await store.update(deleted.id, deleted, { deleted: true }));
    assert.deepEqual(await store.list(ALL), { count: 1, records: [left] });
  });

  test("list gives the records of the projects asked for: of all without a word, of none for an empty list", async ({
    store,
  }) => {
    const ids: ExportRecord["id"][] = [];
    for (const projectId of [7, 8, 9]) ids.push((await created(store, { projectId })).id);
    const idsOf = async (projectIds?: ListOptions["projectIds"]) => {
      const { count, records } = await store.list(projectIds === undefined ? ALL : { ...ALL, projectIds });
      assert.equal(count, records.length);
      return records.map(({ id }) => id);
    };
    assert.deepEqual(await idsOf(), ids);
    assert.deepEqual(await idsOf([9, 7, 100]), [ids[0], ids[2]]);
    assert.deepEqual(await idsOf([]), []);
  });

  test("list gives a page, and how many records there are in all", async ({ store }) => {
    const ids: ExportRecord["id"][] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await created(store)).id);
    const sorted = await listIds(store);
    assert.deepEqual(new Set(sorted), new Set(ids));
    for (const { offset, limit, page } of [
      { offset: 0, limit: 2, page: sorted.slice(0, 2) },
      { offset: 4, limit: 2, page: sorted.slice(4) },
      { offset: 5, limit: 2, page: [] },
    ]) {
      const { count, records } = await store.list({ ...ALL, offset, limit });
      assert.deepEqual([count, records.map(({ id }) => id)], [5, page]);
    }
  });

  testOrders(test);
}

function testOrders(test: ContractTest<TimedStoreFixture>): void {
  test("list orders by id, either way", async ({ store }) => {
    for (let n = 0; n < 12; n += 1) await created(store);
    const ascending = await listIds(store);
    assert.deepEqual(ascending, [...ascending].sort(byId));
    assert.deepEqual(await listIds(store, { direction: "desc" }), [...ascending].reverse());
  });

  test("list orders by format, the id deciding between equals in the same direction", async ({ store }) => {
    const ids: ExportRecord["id"][] = [];
    for (const format of ["b", "a", "b", "a"]) ids.push((await created(store, { format })).id);
    const [b1, a1, b2, a2] = ids;
    assert.deepEqual(await listIds(store, { orderBy: "format" }), [a1, a2, b1, b2]);
    assert.deepEqual(await listIds(store, { orderBy: "format", direction: "desc" }), [b2, b1, a2, a1]);
  });

  test("list orders sizes as numbers, those without one last either way", async ({ store }) => {
    const ids: ExportRecord["id"][] = [];
    for (const fileSize of [null, 1000, 9, null, 2 ** 40]) ids.push((await created(store, { fileSize })).id);
    const [none1, thousand, nine, none2, large] = ids;
    assert.deepEqual(await listIds(store, { orderBy: "fileSize" }), [nine, thousand, large, none1, none2]);
    assert.deepEqual(await listIds(store, { orderBy: "fileSize", direction: "desc" }), [
      large,
      thousand,
      nine,
      none2,
      none1,
    ]);
  });

  test("list orders by the times of creation and of the last change", async ({ store, wait }) => {
    const first = await created(store);
    await wait(1);
    const second = await created(store);
    await wait(1);
    present(await store.update(first.id, first, { format: "changed" }));
    assert.deepEqual(await listIds(store, { orderBy: "createdAt" }), [first.id, second.id]);
    assert.deepEqual(await listIds(store, { orderBy: "createdAt", direction: "desc" }), [second.id, first.id]);
    assert.deepEqual(await listIds(store, { orderBy: "updatedAt" }), [second.id, first.id]);
  });
}

/** Numbers as numbers, text by code unit. */
function byId(one: ExportRecord["id"], other: ExportRecord["id"]): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
