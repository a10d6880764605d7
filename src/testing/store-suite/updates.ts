import assert from "node:assert/strict";
import type { ContractTest } from "../contract/contract-test.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { created, HOUR, kept, msBetween, present } from "./stored.js";

/** Tests the promises of `update`. */
export function testUpdates(test: ContractTest<TimedStoreFixture>): void {
  test("update writes the patch, raises version and updatedAt, and leaves the rest alone", async ({ store, wait }) => {
    const [record, other] = [await created(store), await created(store)];
    await wait(1);
    const patch = {
      format: "dwca",
      recordCount: 0,
      filters: { verified: true },
      job: { ...record.job, cancelRequested: true },
    };
    const updated = present(await store.update(record.id, record, patch));
    assert.deepEqual(updated, { ...record, ...patch, version: 2, updatedAt: updated.updatedAt });
    assert.ok(msBetween(record.updatedAt, updated.updatedAt) > 0, "updatedAt was not raised.");
    assert.deepEqual(await kept(store, record), updated);
    assert.deepEqual(await kept(store, other), other);
  });

  test("update keeps the id of the host's own job, a number or text, through later changes", async ({ store }) => {
    for (const id of [907, "907", "job Ω"]) {
      const record = await created(store);
      assert.ok(!("id" in record.job), "A job had an id of the host's before it got one.");
      const named = present(await store.update(record.id, record, { job: { id } }));
      assert.deepEqual(named.job, { ...record.job, id });
      const changed = present(await store.update(record.id, named, { status: "failed", job: { state: "FAILURE" } }));
      assert.deepEqual(changed.job, { ...record.job, id, state: "FAILURE" });
      assert.deepEqual(await kept(store, record), changed);
    }
  });

  test("update with another version is null and writes nothing", async ({ store }) => {
    const record = await created(store);
    for (const version of [0, 2, -1, NaN])
      assert.equal(await store.update(record.id, { version }, { format: "x" }), null);
    assert.deepEqual(await kept(store, record), record);
  });

  test("of ten updates at once of one version, one writes", async ({ store }) => {
    const record = await created(store);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store.update(record.id, record, { recordCount: index })),
    );
    const written = answers.filter((answer) => answer !== null);
    assert.equal(written.length, 1);
    assert.deepEqual(await kept(store, record), written[0]);
  });

  test("a claim fences those who read the record before it", async ({ store }) => {
    const record = await created(store);
    present(await store.claim(record.id, "token", HOUR));
    assert.equal(await store.update(record.id, record, { status: "cancelled" }), null);
    assert.equal((await kept(store, record)).status, "running");
  });

  testTimes(test);
}

function testTimes(test: ContractTest<TimedStoreFixture>): void {
  test("update sets times by the store's clock, and takes them back", async ({ store, tickMs }) => {
    const record = await created(store);
    const set = present(
      await store.update(record.id, record, {
        startedAt: "now",
        finishedAt: "now",
        expiresInMs: 2 * HOUR,
        dueInMs: HOUR / 2,
      }),
    );
    assert.deepEqual([set.startedAt, set.finishedAt], [set.updatedAt, set.updatedAt]);
    assert.ok(
      Math.abs(msBetween(set.updatedAt, set.expiresAt) - 2 * HOUR) <= tickMs,
      "expiresAt is not expiresInMs from now.",
    );
    assert.ok(Math.abs(msBetween(set.updatedAt, set.dueAt) - HOUR / 2) <= tickMs, "dueAt is not dueInMs from now.");
    const none = present(
      await store.update(set.id, set, { startedAt: null, finishedAt: null, expiresInMs: null, dueInMs: null }),
    );
    assert.deepEqual([none.startedAt, none.finishedAt, none.expiresAt, none.dueAt], [null, null, null, null]);
  });

  test("update leaves times alone that the patch does not name", async ({ store, wait }) => {
    const record = await created(store);
    const set = present(
      await store.update(record.id, record, { startedAt: "now", finishedAt: "now", expiresInMs: 2 * HOUR, dueInMs: 1 }),
    );
    await wait(1);
    const updated = present(await store.update(set.id, set, { format: "x" }));
    assert.deepEqual(updated, { ...set, format: "x", version: 3, updatedAt: updated.updatedAt });
  });

  test("dueAt is never later than expiresAt, and is expiresAt when nothing else is due", async ({ store, tickMs }) => {
    const record = await created(store);
    const capped = present(await store.update(record.id, record, { expiresInMs: HOUR, dueInMs: 2 * HOUR }));
    assert.equal(capped.dueAt, capped.expiresAt);
    const sooner = present(await store.update(record.id, capped, { dueInMs: HOUR / 2 }));
    assert.ok(
      Math.abs(msBetween(sooner.updatedAt, sooner.dueAt) - HOUR / 2) <= tickMs,
      "dueAt is not dueInMs from now.",
    );
    const last = present(await store.update(record.id, sooner, { dueInMs: null }));
    assert.equal(last.dueAt, capped.expiresAt);
  });
}
