import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { createInlineRunner } from "../../src/runners/inline/inline-runner.js";
import { createJobLog } from "../../src/testing/runner-suite/job-log.js";
import { runnerSuite } from "../../src/testing/runner-suite.js";

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

describe("a process of its own", () => {
  const runs = (program: string) => runProgram(`
    import { createInlineRunner } from "./src/runners/inline/inline-runner.ts";
    const runner = createInlineRunner();
    const run = async (id) => console.log("ran " + id);
    ${program}`);

  test("stays for a delayed job and then exits by itself", async () => {
    expect(await runs(`runner.start(run); await runner.enqueue(1, { delayMs: 50 });`)).toBe("ran 1\n");
  });

  test("exits by itself when its last delayed job has been cancelled", async () => {
    expect(await runs(`runner.start(run); await runner.enqueue(1, { delayMs: 60000 }); await runner.cancel(1);`)).toBe("");
  });

  test("exits by itself when idle, when nobody works, and when the worker has gone", async () => {
    expect(await runs(`runner.start(run);`)).toBe("");
    expect(await runs(`await runner.enqueue(1, { delayMs: 60000 });`)).toBe("");
    expect(await runs(`await runner.enqueue(1, { delayMs: 60000 }); await runner.start(run)[Symbol.asyncDispose]();`)).toBe("");
  });
});

async function runProgram(program: string): Promise<string> {
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  return (await promisify(execFile)(process.execPath, args, { timeout: 20_000 })).stdout;
}
