import assert from "node:assert/strict";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportStore } from "../../contracts/export-store.js";
import type { ContractTest } from "../contract/contract-test.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { claimed, created, HOUR, kept, present, progressOf } from "./stored.js";

/** Tests the promises of `due`. */
export function testDues(test: ContractTest<TimedStoreFixture>): void {
  test("due gives the records whose time has come, longest due first", async ({ store, tickMs, wait }) => {
    const later = await created(store, {}, { dueInMs: 3 * tickMs });
    const sooner = await created(store, {}, { dueInMs: tickMs });
    await created(store, {}, { dueInMs: HOUR });
    await wait(5);
    assert.deepEqual(await store.due(10), [sooner, later]);
  });

  test("due gives no record before its time, nor one that is never due", async ({ store, tickMs, wait }) => {
    const record = await created(store, {}, { dueInMs: tickMs });
    const never = await created(store, {}, { dueInMs: tickMs });
    present(await store.update(never.id, never, { dueInMs: null }));
    await created(store, {}, { dueInMs: HOUR });
    await wait(3);
    assert.deepEqual(await dueIds(store), [record.id]);
  });

  test("due gives at most as many as asked for", async ({ store, tickMs, wait }) => {
    const ids: ExportRecord["id"][] = [];
    for (let n = 1; n <= 3; n += 1) ids.push((await created(store, {}, { dueInMs: n * tickMs })).id);
    await wait(5);
    assert.deepEqual(await dueIds(store, 2), ids.slice(0, 2));
  });

  test("due gives records of every status, deleted ones too", async ({ store, wait }) => {
    const ids = new Set<ExportRecord["id"]>();
    for (const status of ["pending", "running", "succeeded", "failed", "cancelled"] as const) {
      ids.add((await created(store, { status }, { dueInMs: 0 })).id);
    }
    ids.add((await created(store, { deleted: true }, { dueInMs: 0 })).id);
    await wait(1);
    assert.deepEqual(new Set(await dueIds(store)), ids);
  });

  test("a running export is due when its lease has ended, and not while it is renewed", async ({
    store,
    tickMs,
    wait,
  }) => {
    const [lost, alive] = [
      await claimed(store, "lost", { leaseMs: 4 * tickMs }),
      await claimed(store, "alive", { leaseMs: 4 * tickMs }),
    ];
    await wait(1);
    assert.deepEqual(await dueIds(store), []);
    present(await store.renew(alive.id, "alive", { leaseMs: HOUR, progress: progressOf(0.5) }));
    await wait(5);
    assert.deepEqual(await dueIds(store), [lost.id]);
  });

  test("an export that is looked after is due no more", async ({ store, wait }) => {
    const record = await created(store, {}, { dueInMs: 0 });
    await wait(1);
    assert.deepEqual(await dueIds(store), [record.id]);
    present(await store.update(record.id, await kept(store, record), { dueInMs: HOUR }));
    assert.deepEqual(await dueIds(store), []);
  });
}

async function dueIds(store: ExportStore, limit = 10): Promise<readonly ExportRecord["id"][]> {
  return (await store.due(limit)).map(({ id }) => id);
}
