import assert from "node:assert/strict";
import type { NewNotice, NoticeBatch, NoticeOutbox } from "../../contracts/export-notice.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportStore } from "../../contracts/export-store.js";
import type { ContractTest } from "../contract/contract-test.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { created, HOUR, kept, msBetween, present } from "./stored.js";

const FAILURE = { code: "SOURCE_FAILED", message: "Ωmega", stage: null, retryable: true, details: [] } as const;
const NO_FILE = { filename: null, contentType: null, recordCount: null, fileSize: null, sha256: null };

const finished = (id: string): NewNotice => ({
  id,
  kind: "finished",
  outcome: { status: "failed", error: FAILURE, ...NO_FILE },
});

/** Tests the promises of `notices`, where a store has it. */
export function testNotices(contract: ContractTest<TimedStoreFixture>): void {
  /** A test that a store without notices passes. */
  const test = (promise: string, body: (fixture: TimedStoreFixture, outbox: NoticeOutbox) => Promise<void>) =>
    contract(promise, async (fixture) => {
      if (fixture.store.notices !== undefined) await body(fixture, fixture.store.notices);
    });

  test("a notice is kept with its write, and is the writer's own for a minute", async ({ store }, outbox) => {
    const record = await created(store);
    const written = present(await store.update(record.id, record, { status: "failed", notice: finished("a") }));
    assert.ok(!("notice" in written), "A record shows no notice.");
    assert.deepEqual(await outbox.take(10, HOUR), []);
    const [batch] = await takenAtOnce(store, written);
    assert.deepEqual(batch?.notices, [{ ...finished("a"), at: batch?.notices[0]?.at }]);
    assert.ok(
      Math.abs(msBetween(written.updatedAt, batch?.notices[0]?.at ?? null)) < 1_000,
      "at is not the write's time.",
    );
    assert.ok(msBetween(batch?.notices[0]?.at ?? null, batch?.now ?? null) >= 0, "now lies before the notice.");
  });

  test("a write that does not take place keeps no notice", async ({ store }, outbox) => {
    const record = await created(store);
    const stale = { version: record.version + 1 };
    assert.equal(await store.update(record.id, stale, { status: "failed", notice: finished("a") }), null);
    assert.deepEqual(await takenAtOnce(store, record), []);
    await outbox.settle(record.id, { ids: ["a"], dueInMs: null });
  });

  test("a notice is taken by one of ten callers, and by the next when its lease has ended", async (fixture, outbox) => {
    const { store, wait, tickMs } = fixture;
    const record = await noticed(store, "a");
    await outbox.settle(record.id, { ids: [], dueInMs: 0 });
    await wait(1);
    const takes = await Promise.all(Array.from({ length: 10 }, () => outbox.take(10, tickMs)));
    assert.equal(takes.flat().length, 1);
    await wait(3);
    assert.deepEqual(idsOf(await outbox.take(10, HOUR)), ["a"]);
    assert.deepEqual(await outbox.take(10, HOUR), []);
  });

  test("what is settled is gone, the rest keeps its order, and unknown ids harm nothing", async ({ store }, outbox) => {
    const record = await noticed(store, "a", "b", "c");
    await outbox.settle(record.id, { ids: ["b", "x"], dueInMs: null });
    assert.deepEqual(idsOf(await takenAtOnce(store, record)), ["a", "c"]);
    await outbox.settle(record.id, { ids: ["a", "c"], dueInMs: 0 });
    assert.deepEqual(await takenAtOnce(store, record), []);
    await outbox.settle(record.id, { ids: ["a"], dueInMs: 0 });
  });

  test("of two who settle at once, neither brings back what the other has removed", async ({ store }, outbox) => {
    const record = await noticed(store, "a", "b", "c");
    await Promise.all(["a", "b"].map((id) => outbox.settle(record.id, { ids: [id], dueInMs: null })));
    assert.deepEqual(idsOf(await takenAtOnce(store, record)), ["c"]);
  });

  testRecords(test);
}

function testRecords(
  test: (promise: string, body: (fixture: TimedStoreFixture, outbox: NoticeOutbox) => Promise<void>) => void,
): void {
  test("to take and settle notices changes nothing of the record, its version and times included", async (fixture, outbox) => {
    const record = await noticed(fixture.store, "a", "b");
    await fixture.wait(1);
    await takenAtOnce(fixture.store, record);
    await outbox.settle(record.id, { ids: ["a"], dueInMs: 5 });
    await outbox.settle(record.id, { ids: ["b"], dueInMs: null });
    assert.deepEqual(await kept(fixture.store, record), record);
  });

  test("notices outlast other writes of the record", async ({ store }) => {
    const record = await noticed(store, "a");
    const changed = present(await store.update(record.id, record, { status: "pending", deleted: true }));
    assert.deepEqual(idsOf(await takenAtOnce(store, changed)), ["a"]);
  });

  test("a record is removed only after its notices", async ({ store }, outbox) => {
    const record = await noticed(store, "a");
    assert.equal(await store.remove(record.id, record), false);
    await outbox.settle(record.id, { ids: ["a"], dueInMs: null });
    assert.equal(await store.remove(record.id, record), true);
    assert.deepEqual(await outbox.take(10, HOUR), []);
  });

  test("take gives at most as many exports as asked for, longest due first", async ({ store }, outbox) => {
    const later = await noticed(store, "later");
    const sooner = await noticed(store, "sooner");
    await outbox.settle(later.id, { ids: [], dueInMs: -HOUR });
    await outbox.settle(sooner.id, { ids: [], dueInMs: -2 * HOUR });
    assert.deepEqual(idsOf(await outbox.take(1, HOUR)), ["sooner"]);
    assert.deepEqual(idsOf(await outbox.take(10, HOUR)), ["later"]);
  });
}

/** A record that has failed, with a notice for each write. */
async function noticed(store: ExportStore, ...ids: readonly string[]): Promise<ExportRecord> {
  let record = await created(store);
  for (const id of ids)
    record = present(await store.update(record.id, record, { status: "failed", notice: finished(id) }));
  return record;
}

/** Makes the notices of a record due, and takes them. */
async function takenAtOnce(store: ExportStore, { id }: ExportRecord): Promise<readonly NoticeBatch[]> {
  await store.notices?.settle(id, { ids: [], dueInMs: -1_000 });
  return (await store.notices?.take(10, HOUR)) ?? [];
}

function idsOf(batches: readonly NoticeBatch[]): readonly string[] {
  return batches.flatMap(({ notices }) => notices.map(({ id }) => id));
}
