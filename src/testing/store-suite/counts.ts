import assert from "node:assert/strict";
import type { ContractTest } from "../contract/contract-test.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { claimed, created } from "./stored.js";

const failure = (code: "ROW_ENCODING" | "SOURCE_FAILED") =>
  ({ code, message: "It failed.", stage: null, retryable: false, details: [] }) as const;

/** Tests the promises of `stats`, where a store has it. */
export function testCounts(test: ContractTest<TimedStoreFixture>): void {
  test("stats counts pending, running and failed exports, and no deleted one", async ({ store, wait }) => {
    if (store.stats === undefined) return;
    const none = { pending: 0, running: 0, oldestPendingAt: null, failures: {} };
    const { now, ...before } = await store.stats();
    assert.deepEqual(before, none);
    const oldest = await created(store);
    await wait(1);
    await created(store);
    await created(store, { deleted: true });
    await claimed(store, "token");
    for (const code of ["ROW_ENCODING", "ROW_ENCODING", "SOURCE_FAILED"] as const)
      await created(store, { status: "failed", error: failure(code) });
    const after = await store.stats();
    assert.deepEqual(after, {
      now: after.now,
      pending: 2,
      running: 1,
      oldestPendingAt: oldest.createdAt,
      failures: { ROW_ENCODING: 2, SOURCE_FAILED: 1 },
    });
    assert.ok(Date.parse(after.now) >= Date.parse(oldest.createdAt) && after.now >= now);
  });
}
