import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("the example in plain CommonJS runs, and what it asserts is true", async () => {
  const example = resolve(import.meta.dirname, "../../examples/koa/koa-commonjs.cjs");
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", example]);
  expect(stderr).toBe("");
}, 60_000);
