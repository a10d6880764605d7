import { describe, expect, test } from "vitest";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createNewExport } from "../../src/testing/fakes/create-new-export.js";
import { createFaultPlan, PlannedFault } from "../../src/testing/fakes/fault-plan.js";
import { faulty } from "../../src/testing/fakes/faulty.js";
import { createFileBody } from "../../src/testing/fakes/file-body.js";
import { listKeys, put, readStored } from "../../src/testing/storage-suite/stored.js";
import { soon } from "../../src/testing/contract/soon.js";

const NEVER = { nth: Infinity, fault: "error" } as const;

test("calls are counted over all ports of a plan, and steps of iterations with them", async () => {
  const plan = createFaultPlan(NEVER);
  const [storage, store] = [faulty(createMemoryStorage(), plan), faulty(createMemoryStore(), plan)];
  await put(storage, "a", { body: createFileBody("abc") });
  await store.create(createNewExport(), { dueInMs: 0 });
  expect(plan.calls).toBe(2);
  expect(await listKeys(storage, "")).toEqual(["a"]);
  expect(plan.calls).toBe(2 + 1 + 2);
  for await (const _ of await storage.open("a")) break;
  expect(plan.calls).toBe(5 + 1 + 2);
  expect(plan.failed).toBeNull();
});

test("the counting loop meets every call once, and ends", async () => {
  const failed: (string | null)[] = [];
  for (let nth = 1; failed.at(-1) !== null; nth += 1) {
    const plan = createFaultPlan({ nth, fault: "error" });
    const storage = faulty(createMemoryStorage(), plan);
    const run = put(storage, "a", { body: createFileBody("abc") }).then(() => readStored(storage, "a"));
    await run.catch((error: unknown) => expect(error).toBeInstanceOf(PlannedFault));
    failed.push(plan.failed);
  }
  expect(failed).toEqual(["put", "open", "next", "next", null]);
});

describe("a fault", () => {
  test("of kind error does nothing, and the next call works", async () => {
    const storage = createMemoryStorage();
    const broken = faulty(storage, createFaultPlan({ nth: 1, fault: "error", error: "thrown" }));
    await expect(put(broken, "a", { body: createFileBody("abc") })).rejects.toBe("thrown");
    expect(await storage.stat("a")).toBeNull();
    await put(broken, "a", { body: createFileBody("abc") });
    expect(await storage.stat("a")).not.toBeNull();
  });

  test("of kind applied does the work first", async () => {
    const storage = createMemoryStorage();
    const broken = faulty(storage, createFaultPlan({ nth: 1, fault: "applied" }));
    await expect(put(broken, "a", { body: createFileBody("abc") })).rejects.toThrow(PlannedFault);
    expect(await storage.stat("a")).not.toBeNull();
  });

  test("of kind hang ends with the signal of the call, or of what opened the iteration", async () => {
    const abort = new AbortController();
    const storage = createMemoryStorage();
    await put(storage, "a", { body: createFileBody("abc") });
    const opened = await faulty(storage, createFaultPlan({ nth: 2, fault: "hang" })).open("a", {
      signal: abort.signal,
    });
    const step = opened[Symbol.asyncIterator]().next();
    const hung = put(faulty(storage, createFaultPlan({ nth: 1, fault: "hang" })), "b", {
      body: createFileBody("b"),
      signal: abort.signal,
    });
    abort.abort();
    await expect(step).rejects.toBe(abort.signal.reason);
    await expect(hung).rejects.toBe(abort.signal.reason);
    expect(await storage.stat("b")).toBeNull();
  });

  test("of kind hang-for-ever ignores the signal", async () => {
    const storage = faulty(createMemoryStorage(), createFaultPlan({ nth: 1, fault: "hang-for-ever" }));
    const hung = put(storage, "a", { body: createFileBody("a"), signal: AbortSignal.abort() });
    await expect(soon(hung, { ms: 20, what: "The put" })).rejects.toThrow("The put took longer than 20 ms.");
  });

  test("meets an iteration where it starts and where it ends", async () => {
    const storage = createMemoryStorage();
    await put(storage, "a", { body: createFileBody("a") });
    await expect(listKeys(faulty(storage, createFaultPlan({ nth: 1, fault: "error" })), "")).rejects.toThrow(
      PlannedFault,
    );
    await expect(listKeys(faulty(storage, createFaultPlan({ nth: 1, fault: "applied" })), "")).rejects.toThrow(
      PlannedFault,
    );
    await expect(listKeys(faulty(storage, createFaultPlan({ nth: 3, fault: "applied" })), "")).rejects.toThrow(
      PlannedFault,
    );
  });
});

describe("what a port opens", () => {
  const source = Object.freeze({
    queryset: () => ["a"],
    open: async (closed: { times: number }) => ({
      count: async () => 1,
      [Symbol.asyncDispose]: async () => void (closed.times += 1),
    }),
  });

  test("is counted when it must be disposed of", async () => {
    const plan = createFaultPlan(NEVER);
    const closed = { times: 0 };
    const port = faulty(source, plan, { direct: ["queryset"] });
    expect(port.queryset()).toEqual(["a"]);
    {
      await using snapshot = await port.open(closed);
      await snapshot.count();
    }
    expect([plan.calls, closed.times]).toEqual([3, 1]);
  });

  test("is closed when its opening fails behind it", async () => {
    const closed = { times: 0 };
    const port = faulty(source, createFaultPlan({ nth: 1, fault: "applied" }));
    await expect(port.open(closed)).rejects.toThrow(PlannedFault);
    expect(closed.times).toBe(1);
  });
});
