import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { besideProject } from "../support/beside-project.js";

const EXAMPLE = resolve(import.meta.dirname, "../../examples/camtrap-dp");
const sample = besideProject("real/camtrap-dp-mica");

const run = async (folder: string): Promise<readonly string[]> => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(EXAMPLE, "camtrap-dp.ts"), folder]);
  return [stdout, stderr];
};

test("the tiny Camtrap DP package is exported, whether the standard's own sample is there or not", async () => {
  expect(await run(join(EXAMPLE, "package"))).toEqual(["sample-of-the-camera-traps-of-the-two-valleys_export-2.zip: 2 occurrences of 3 events\n", ""]);
}, 60_000);

test("the standard's own sample is exported where it lies beside the project", async ({ skip }) => {
  skip(sample.absent !== null, `${sample.absent}`);
  expect(await run(sample.path)).toEqual([expect.stringMatching(/^\S+\.zip: \d+ occurrences of \d+ events\n$/), ""]);
}, 60_000);
