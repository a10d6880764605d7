import assert from "node:assert/strict";
import type { CreateResult } from "../../contracts/export-store.js";
import type { ContractTest } from "../contract/contract-test.js";
import { createNewExport } from "../fakes/create-new-export.js";
import type { TimedStoreFixture } from "./store-fixture.js";
import { created, HOUR, kept, listIds, msBetween, present } from "./stored.js";

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Tests the promises of `create`. */
export function testCreates(test: ContractTest<TimedStoreFixture>): void {
  test("create keeps the facts as they were given", async ({ store }) => {
    const given = createNewExport({
      user: { id: 3, name: "Ünal “Ω” 𝕏 \\ ' \" \u2028" },
      filters: { collection_id: 5, deep: { list: [1, "2", null, true, { e: 1e-7 }], empty: {} }, none: [] },
      filtersDisplay: { collection: { id: 5, name: "" } },
      warnings: [{ code: "VALUE_REPAIRED", count: Number.MAX_SAFE_INTEGER, sample: null }],
      discarded: [{ key: "exports/7/1/x/y.csv", phase: "uploading" }],
      recordCount: 0,
    });
    const result = await store.create(given, { dueInMs: HOUR });
    assert.equal(result.outcome, "created");
    const { id, version, createdAt, updatedAt, startedAt, finishedAt, expiresAt, dueAt, ...rest } = await kept(
      store,
      result.record,
    );
    assert.deepEqual(rest, given);
    assert.deepEqual(result.record, {
      id,
      version,
      createdAt,
      updatedAt,
      startedAt,
      finishedAt,
      expiresAt,
      dueAt,
      ...rest,
    });
  });

  test("create gives version 1, the store's times in UTC, and dueAt", async ({ store, tickMs }) => {
    const record = await created(store);
    assert.equal(record.version, 1);
    assert.match(record.createdAt, UTC);
    assert.equal(record.updatedAt, record.createdAt);
    assert.deepEqual([record.startedAt, record.finishedAt, record.expiresAt], [null, null, null]);
    assert.ok(Math.abs(msBetween(record.createdAt, record.dueAt) - HOUR) <= tickMs, "dueAt is not dueInMs from now.");
  });

  test("create gives every record an id of its own", async ({ store }) => {
    const records = await Promise.all(Array.from({ length: 10 }, () => created(store)));
    assert.equal(new Set(records.map(({ id }) => id)).size, 10);
  });

  test("an id is never given twice, even when its record is gone", async ({ store }) => {
    const first = await created(store);
    await store.remove(first.id, first);
    assert.notEqual((await created(store)).id, first.id);
  });

  testIdempotency(test);
  testLimits(test);
  testReachedLimit(test);
}

function testIdempotency(test: ContractTest<TimedStoreFixture>): void {
  test("the same idempotency key gives the same user the first record, as it is now", async ({ store }) => {
    const first = await created(store, {}, { idempotencyKey: "k" });
    await store.claim(first.id, "token", HOUR);
    const again = await store.create(createNewExport(), { dueInMs: HOUR, idempotencyKey: "k" });
    assert.deepEqual(again, { outcome: "existing", record: await kept(store, first) });
    assert.deepEqual(await listIds(store), [first.id]);
  });

  test("an idempotency key is the user's own, and no other key is the same", async ({ store }) => {
    await created(store, {}, { idempotencyKey: "k" });
    await created(store, {}, { idempotencyKey: "K" });
    await created(store, {}, { idempotencyKey: "k ".repeat(127) });
    await created(store, { user: { id: 2, name: "Bo" } }, { idempotencyKey: "k" });
    await created(store);
    assert.equal((await listIds(store)).length, 5);
  });

  test("a repeated idempotency key is answered even at the limit", async ({ store }) => {
    const options = { dueInMs: HOUR, idempotencyKey: "k", limits: { perUser: 1 } };
    await store.create(createNewExport(), options);
    assert.equal((await store.create(createNewExport(), options)).outcome, "existing");
  });

  test("of ten creates at once with one idempotency key, one creates", async ({ store }) => {
    const options = { dueInMs: HOUR, idempotencyKey: "k" };
    const results = await Promise.all(Array.from({ length: 10 }, () => store.create(createNewExport(), options)));
    assert.deepEqual(outcomes(results), ["created", ...Array<string>(9).fill("existing")]);
    assert.equal((await listIds(store)).length, 1);
  });
}

function testLimits(test: ContractTest<TimedStoreFixture>): void {
  const other = { user: { id: 2, name: "Bo" }, projectId: 8 };

  test("a user's pending and running exports are limited, and a refused one leaves nothing", async ({ store }) => {
    const options = { limits: { perUser: 2 }, dueInMs: HOUR };
    await store.claim((await created(store)).id, "token", HOUR);
    await created(store, { projectId: 8 }, options);
    const refused = await store.create(createNewExport({ projectId: 9 }), options);
    assert.deepEqual(refused, { outcome: "limit", limit: "perUser" });
    assert.equal((await listIds(store)).length, 2);
    await created(store, other, options);
  });

  test("a project's pending and running exports are limited, whoever made them", async ({ store }) => {
    const options = { limits: { perProject: 2 }, dueInMs: HOUR };
    await store.claim((await created(store)).id, "token", HOUR);
    await created(store, { user: other.user }, options);
    const refused = await store.create(createNewExport(), options);
    assert.deepEqual(refused, { outcome: "limit", limit: "perProject" });
    await created(store, { projectId: 8 }, options);
  });

  test("ended and deleted exports do not count towards a limit", async ({ store }) => {
    for (const status of ["succeeded", "failed", "cancelled"] as const) await created(store, { status });
    const deleted = await created(store);
    present(await store.update(deleted.id, deleted, { deleted: true }));
    await created(store, {}, { limits: { perUser: 1, perProject: 1 } });
  });

  test("of ten creates at once under a limit of three, three create", async ({ store }) => {
    const options = { dueInMs: HOUR, limits: { perUser: 3, perProject: 3 } };
    const results = await Promise.all(Array.from({ length: 10 }, () => store.create(createNewExport(), options)));
    assert.deepEqual(outcomes(results), [...Array<string>(3).fill("created"), ...Array<string>(7).fill("limit")]);
    assert.equal((await listIds(store)).length, 3);
  });
}

function testReachedLimit(test: ContractTest<TimedStoreFixture>): void {
  test("reachedLimit names the limit that a create would meet, and counts nothing else", async ({ store }) => {
    if (store.reachedLimit === undefined) return;
    const subject = createNewExport();
    const ask = (perUser?: number, perProject?: number) =>
      store.reachedLimit?.(subject, {
        limits: { ...(perUser === undefined ? {} : { perUser }), ...(perProject === undefined ? {} : { perProject }) },
      });
    assert.equal(await ask(1, 1), null);
    const { id, version } = await created(store);
    assert.deepEqual(
      [await ask(1, 1), await ask(2, 1), await ask(2, 2), await ask()],
      ["perUser", "perProject", null, null],
    );
    await store.update(id, { version }, { status: "failed" });
    assert.equal(await ask(1, 1), null);
  });

  test("reachedLimit lets an idempotency key pass that has a record", async ({ store }) => {
    if (store.reachedLimit === undefined) return;
    const subject = createNewExport();
    await store.create(subject, { dueInMs: HOUR, idempotencyKey: "once" });
    const ask = (idempotencyKey: string) => store.reachedLimit?.(subject, { limits: { perUser: 1 }, idempotencyKey });
    assert.deepEqual([await ask("once"), await ask("twice")], [null, "perUser"]);
  });
}

function outcomes(results: readonly CreateResult[]): readonly string[] {
  return results.map(({ outcome }) => outcome).sort();
}
