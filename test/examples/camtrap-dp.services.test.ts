import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { besideProject } from "../support/beside-project.js";

const EXAMPLE = resolve(import.meta.dirname, "../../examples/camtrap-dp");
const sample = besideProject("real/camtrap-dp-mica");

const run = async (folder: string): Promise<readonly string[]> => {
  const program = ["--import", "tsx", join(EXAMPLE, "camtrap-dp.ts"), folder];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, program);
  return [stdout, stderr];
};

/** A copy of the tiny package with one of its files rewritten. */
async function changed(file: string, change: (text: string) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "vasculum-camtrap-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(EXAMPLE, "package"), folder, { recursive: true });
  await writeFile(join(folder, file), change(await readFile(join(folder, file), "utf8")));
  return folder;
}

const without = (unwanted: RegExp) => (text: string) =>
  text
    .split("\n")
    .filter((line) => !unwanted.test(line))
    .join("\n");

test("the tiny Camtrap DP package is exported, whether the standard's own sample is there or not", async () => {
  expect(await run(join(EXAMPLE, "package"))).toEqual([
    "project-two-valleys-sample_export-2.zip: 3 individuals in 2 occurrences, 4 media links, 4 events, 1 of them blank\n",
    "",
  ]);
}, 60_000);

test("the standard's own sample has 56 individuals, 363 public media and 3 blank events", async ({ skip }) => {
  skip(sample.absent !== null, `${sample.absent}`);
  expect(await run(sample.path)).toEqual([
    "project-camtrap-dp-example-dataset_export-2.zip: 56 individuals in 29 occurrences, 363 media links, 32 events, 3 of them blank\n",
    "",
  ]);
}, 60_000);

test("media without observations belong to the event around their time", async () => {
  const [line] = await run(await changed("observations.csv", without(/,media,/)));
  expect(line).toMatch(/: 3 individuals in 2 occurrences, 4 media links, 4 events, 1 of them blank\n$/);
}, 60_000);

test("a package with observations of single media only is refused", async () => {
  await expect(run(await changed("observations.csv", without(/,event,/)))).rejects.toMatchObject({
    stdout: "",
    stderr: expect.stringMatching(/Error: The package has observations of single media only\. Individuals are counted/),
  });
}, 60_000);

test("an event whose animals were observed on single media only is refused", async () => {
  await expect(run(await changed("observations.csv", without(/^o1,/)))).rejects.toMatchObject({
    stdout: "",
    stderr: expect.stringMatching(/Error: Event ev-1 has observations of single media only\./),
  });
}, 60_000);

test("a relative path of a public medium is refused in a package without a homepage", async () => {
  await expect(run(await changed("datapackage.json", without(/"homepage"/)))).rejects.toMatchObject({
    stdout: "",
    stderr: expect.stringMatching(/Error: The public medium m5 has a relative path\./),
  });
}, 60_000);
