import assert from "node:assert/strict";
import type { ContractTest } from "../contract/contract-test.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { claimed, created, HOUR, kept, msBetween, present, progressOf } from "./stored.js";

/** Tests the promises of `claim` and `renew`. */
export function testClaims(test: ContractTest<TimedStoreFixture>): void {
  test("claim makes a pending export the attempt's, started now and due when the lease ends", async ({
    store,
    tickMs,
    wait,
  }) => {
    const record = await created(store);
    await wait(1);
    const taken = present(await store.claim(record.id, "token", 2 * HOUR));
    const { updatedAt, startedAt, dueAt } = taken;
    const job = { ...record.job, state: "STARTED", attempts: 1, token: "token" };
    assert.deepEqual(taken, { ...record, status: "running", version: 2, updatedAt, startedAt, dueAt, job });
    assert.equal(startedAt, updatedAt);
    assert.ok(msBetween(record.updatedAt, updatedAt) > 0, "updatedAt was not raised.");
    assert.ok(Math.abs(msBetween(startedAt, dueAt) - 2 * HOUR) <= tickMs, "dueAt is not the end of the lease.");
    assert.deepEqual(await kept(store, record), taken);
  });

  test("claim of an export that is not pending, or deleted, is null and writes nothing", async ({ store }) => {
    const running = await claimed(store, "first");
    const others = [running, await created(store, { deleted: true })];
    for (const status of ["succeeded", "failed", "cancelled"] as const) others.push(await created(store, { status }));
    for (const record of others) {
      assert.equal(await store.claim(record.id, "second", HOUR), null, `status ${record.status}`);
      assert.deepEqual(await kept(store, record), record);
    }
  });

  test("of ten claims at once, one gets the export", async ({ store }) => {
    const record = await created(store);
    const tokens = Array.from({ length: 10 }, (_, index) => `token-${index}`);
    const answers = await Promise.all(tokens.map((token) => store.claim(record.id, token, HOUR)));
    const taken = answers.filter((answer) => answer !== null);
    assert.equal(taken.length, 1);
    assert.deepEqual(await kept(store, record), taken[0]);
    assert.equal(taken[0]?.job.attempts, 1);
  });

  testRenewals(test);
}

function testRenewals(test: ContractTest<TimedStoreFixture>): void {
  test("renew extends the lease and writes the progress; version and updatedAt stay", async ({
    store,
    tickMs,
    wait,
  }) => {
    const before = await claimed(store, "token", { leaseMs: HOUR });
    await wait(3);
    assert.deepEqual(await store.renew(before.id, "token", { leaseMs: HOUR, progress: progressOf(0.5) }), {
      cancelRequested: false,
    });
    const after = await kept(store, before);
    assert.deepEqual(after, { ...before, job: { ...before.job, progress: progressOf(0.5) }, dueAt: after.dueAt });
    assert.ok(msBetween(before.dueAt, after.dueAt) >= 2 * tickMs, "The lease was not extended.");
  });

  test("renew brings back that a cancel was requested, and does not take it back", async ({ store }) => {
    const record = await claimed(store, "token");
    present(await store.update(record.id, record, { job: { ...record.job, cancelRequested: true } }));
    const renewal = { leaseMs: HOUR, progress: progressOf(0.1) };
    assert.deepEqual(await store.renew(record.id, "token", renewal), { cancelRequested: true });
    assert.deepEqual(await store.renew(record.id, "token", renewal), { cancelRequested: true });
  });

  test("renew with a token that is not the attempt's is null and writes nothing", async ({ store, wait }) => {
    const record = await claimed(store, "token");
    await wait(1);
    for (const token of ["other", "TOKEN", "", "token "]) {
      assert.equal(
        await store.renew(record.id, token, { leaseMs: HOUR, progress: progressOf(0.5) }),
        null,
        `the token "${token}"`,
      );
    }
    assert.deepEqual(await kept(store, record), record);
  });

  test("renew after another attempt has taken over, or the attempt has ended, is null", async ({ store }) => {
    const record = await claimed(store, "first");
    const renewal = { leaseMs: HOUR, progress: progressOf(0.9) };
    const ended = present(
      await store.update(record.id, record, { status: "pending", job: { ...record.job, token: null } }),
    );
    assert.equal(await store.renew(record.id, "first", renewal), null);
    assert.equal(await store.renew(record.id, "null", renewal), null);
    assert.deepEqual(await kept(store, record), ended);
    const second = present(await store.claim(record.id, "second", HOUR));
    assert.equal(second.job.attempts, 2);
    assert.equal(await store.renew(record.id, "first", renewal), null);
    assert.deepEqual(await kept(store, record), second);
  });
}
