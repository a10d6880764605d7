import { describe, expect, test } from "vitest";
import { createMemoryStore } from "../../../src/stores/memory/memory-store.js";
import { createNewExport } from "../../../src/testing/fakes/create-new-export.js";
import { createFakeClock } from "../../../src/testing/fakes/fake-clock.js";
import { created, HOUR, progressOf } from "../../../src/testing/store-suite/stored.js";
import { storeSuite } from "../../../src/testing/store-suite/store-suite.js";

describe("with a clock that the suite moves", () => {
  storeSuite({
    test,
    create: () => {
      const clock = createFakeClock();
      return { store: createMemoryStore({ clock }), advance: clock.advance };
    },
  });
});

describe("with the system's clock", () => {
  storeSuite({ test, create: () => ({ store: createMemoryStore() }), tickMs: 20 });
});

test("ids count from 1, and text that spells one finds the record", async () => {
  const store = createMemoryStore();
  const ids = [(await created(store)).id, (await created(store)).id];
  expect(ids).toEqual([1, 2]);
  expect(await store.get("2")).toMatchObject({ id: 2 });
  for (const id of ["02", "+2", " 2", "2.0", "2e0"]) expect(await store.get(id)).toBeNull();
});

test.each([Object(1), {}, [], [1], null, undefined, true, Symbol("1"), 1n])(
  "a value that cannot be an id is missing: %o",
  async (id) => {
    const store = createMemoryStore();
    await created(store);
    expect(await store.get(id)).toBeNull();
  },
);

test("records are frozen to the last member", async () => {
  const store = createMemoryStore();
  const record = await created(store, { filters: { deep: { list: [{ a: 1 }] } } });
  await store.claim(record.id, "token", HOUR);
  await store.renew(record.id, "token", { leaseMs: HOUR, progress: progressOf(0.5) });
  const renewed = await store.get(record.id);
  for (const value of [record, ...members(record), ...members(renewed)]) expect(Object.isFrozen(value)).toBe(true);
});

test("a token of null is nobody's", async () => {
  const store = createMemoryStore();
  const { id } = await created(store);
  const token = JSON.parse("null");
  expect(await store.renew(id, token, { leaseMs: HOUR, progress: progressOf(0.5) })).toBeNull();
});

test("members that only the store writes cannot be given to it", async () => {
  const store = createMemoryStore();
  const own = { id: 99, version: 50, createdAt: "1970-01-01T00:00:00.000Z", updatedAt: "1970-01-01T00:00:00.000Z" };
  const { outcome, record } = {
    record: null,
    ...(await store.create({ ...createNewExport(), ...own }, { dueInMs: 0 })),
  };
  expect([outcome, record?.id, record?.version]).toEqual(["created", 1, 1]);
  const updated = await store.update(1, { version: 1 }, { format: "x", ...own });
  expect(updated).toMatchObject({ id: 1, version: 2, createdAt: record?.createdAt });
});

function members(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((member) => [member, ...members(member)])
    : [];
}
