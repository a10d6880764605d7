import { describe, expect, test } from "vitest";
import { createInlineRunner } from "../../../src/runners/inline/inline-runner.js";
import { createJobLog } from "../../../src/testing/runner-suite/job-log.js";
import { runnerSuite } from "../../../src/testing/runner-suite/runner-suite.js";

describe("contract", () => {
  runnerSuite({ test, create: () => ({ runner: createInlineRunner() }), delayMs: 30 });
});

test("as many jobs run at once as allowed, in the order in which they came", async () => {
  const runner = createInlineRunner({ concurrency: 2 });
  const log = createJobLog({ hang: [1, 2, 3] });
  for (const id of [1, 2, 3]) await runner.enqueue(id);
  const worker = runner.start(log.run);
  await log.started(2);
  expect(log.ids).toEqual([1, 2]);
  await worker[Symbol.asyncDispose]();
  expect(log.ids).toEqual([1, 2]);
});

test("jobs that a disposed worker left are run by the next", async () => {
  const runner = createInlineRunner();
  const first = createJobLog({ hang: [1] });
  const worker = runner.start(first.run);
  for (const id of [1, 2]) await runner.enqueue(id);
  await runner.enqueue(3, { delayMs: 20 });
  await first.started(1);
  await worker[Symbol.asyncDispose]();
  await worker[Symbol.asyncDispose]();
  const second = createJobLog();
  await using _ = runner.start(second.run);
  await second.started(3);
  expect([first.ids, second.ids]).toEqual([[1], [2, 3]]);
});

test("disposal says RELEASED", async () => {
  const runner = createInlineRunner();
  const log = createJobLog({ hang: [1] });
  const worker = runner.start(log.run);
  await runner.enqueue(1);
  await log.started(1);
  await worker[Symbol.asyncDispose]();
  expect(log.signal(1)?.reason).toMatchObject({ code: "RELEASED" });
});

test("a second start is refused while a worker runs", async () => {
  const runner = createInlineRunner();
  await using _ = runner.start(async () => undefined);
  expect(() => runner.start(async () => undefined)).toThrow(TypeError);
});

test.each([0, -1, 1.5, NaN, Infinity])("the concurrency %d is refused", (concurrency) => {
  expect(() => createInlineRunner({ concurrency })).toThrow(TypeError);
});

test("a run that throws or rejects is no unhandled rejection", async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", listen);
  try {
    const runner = createInlineRunner();
    const log = createJobLog({ reject: ["rejects"] });
    await using _ = runner.start((id, signal) => {
      if (id === "throws") throw new RangeError("At once.");
      return log.run(id, signal);
    });
    for (const id of ["throws", "rejects", "last"]) await runner.enqueue(id);
    await log.started("last");
    await new Promise(setImmediate);
  } finally {
    process.off("unhandledRejection", listen);
  }
  expect(unhandled).toEqual([]);
});

test("a longer delay than timers know does not come at once", async () => {
  const runner = createInlineRunner();
  const log = createJobLog();
  await using _ = runner.start(log.run);
  await runner.enqueue(1, { delayMs: 2 ** 31 });
  await runner.enqueue(2, { delayMs: 20 });
  await log.started(2);
  expect(log.ids).toEqual([2]);
});

test("a job that is enqueued again while it waits has one entry, at the earlier time", async () => {
  const runner = createInlineRunner();
  const log = createJobLog({ hang: ["busy"] });
  const worker = runner.start(log.run);
  await runner.enqueue("busy");
  await log.started("busy");
  await runner.enqueue(1, { delayMs: 3_600_000 });
  for (let times = 0; times < 1_000; times += 1) await runner.enqueue(1, { delayMs: times });
  await worker[Symbol.asyncDispose]();
  const next = createJobLog();
  await using _ = runner.start(next.run);
  await runner.enqueue(2);
  await next.started(2);
  expect(next.ids).toEqual([1, 2]);
});
