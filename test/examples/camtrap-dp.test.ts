import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const EXAMPLE = resolve(import.meta.dirname, "../../examples/camtrap-dp");

test("the tiny Camtrap DP package is exported, whether the standard's own sample is there or not", async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(EXAMPLE, "camtrap-dp.ts"), join(EXAMPLE, "package")]);
  expect([stdout, stderr]).toEqual(["sample-of-the-camera-traps-of-the-two-valleys_export-2.zip: 2 occurrences of 3 events\n", ""]);
}, 60_000);
