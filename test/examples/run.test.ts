import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { cannotRun, EXAMPLE_ENV, EXAMPLES, examples, modules } from "./examples.js";

test("there are examples", () => expect(examples.length).toBeGreaterThan(10));

test.for(examples)("the example %s runs on the sources, and what it asserts is true", { timeout: 60_000 }, async (example, { skip }) => {
  skip(cannotRun(example) !== null, `${cannotRun(example)}`);
  const env = { ...process.env, ...EXAMPLE_ENV };
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(EXAMPLES, example)], { env });
  expect(stderr).toBe("");
});

test.each(modules)("the module %s is short enough to read", (module) => {
  expect(readFileSync(join(EXAMPLES, module), "utf8").split("\n").length).toBeLessThanOrEqual(65);
});
