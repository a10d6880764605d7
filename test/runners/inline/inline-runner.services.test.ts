import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

describe("a process of its own", () => {
  const runs = (program: string) =>
    runProgram(`
    import { createInlineRunner } from "./src/runners/inline/inline-runner.ts";
    const runner = createInlineRunner();
    const run = async (id) => console.log("ran " + id);
    ${program}`);

  test("stays for a delayed job and then exits by itself", async () => {
    expect(await runs(`runner.start(run); await runner.enqueue(1, { delayMs: 50 });`)).toBe("ran 1\n");
  });

  test("exits by itself when its last delayed job has been cancelled", async () => {
    expect(await runs(`runner.start(run); await runner.enqueue(1, { delayMs: 60000 }); await runner.cancel(1);`)).toBe(
      "",
    );
  });

  test("exits by itself when idle, without a worker, and after its worker has ended", async () => {
    expect(await runs(`runner.start(run);`)).toBe("");
    expect(await runs(`await runner.enqueue(1, { delayMs: 60000 });`)).toBe("");
    expect(
      await runs(`await runner.enqueue(1, { delayMs: 60000 }); await runner.start(run)[Symbol.asyncDispose]();`),
    ).toBe("");
  });
});

async function runProgram(program: string): Promise<string> {
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  return (await promisify(execFile)(process.execPath, args, { timeout: 20_000 })).stdout;
}
