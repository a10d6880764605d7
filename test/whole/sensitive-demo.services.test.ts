import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { filePartsOf } from "../../src/testing/sensitivity-suite/file-parts.js";
import { findSecrets } from "../../src/testing/sensitivity-suite/find-secrets.js";

const DEMO = resolve(import.meta.dirname, "../../examples/demo/demo.ts");

/** The stations of the season at which Actias luna was seen. */
const SECRETS = {
  points: [
    { latitude: 45.52, longitude: -72.54 },
    { latitude: 45.5102, longitude: -72.5549 },
  ],
  texts: ["Ridge 6", "Ridge 3"],
  ids: [],
  category: 0.1,
} as const;

/** What is found in each file, by its name. */
async function secretsIn(...args: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const out = await mkdtemp(join(tmpdir(), "vasculum-demo-test-"));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  const environment = { ...process.env };
  delete environment.DATABASE_URL;
  const command = ["--import", "tsx", DEMO, "--json", "--out", out, ...args];
  await promisify(execFile)(process.execPath, command, { env: environment, maxBuffer: 2 ** 26 });
  const found = (await readdir(out)).sort().map(async (name) => {
    const parts = filePartsOf(await readFile(join(out, name)));
    return [name, parts.flatMap(({ text }) => findSecrets(text, SECRETS))] as const;
  });
  return new Map(await Promise.all(found));
}

test("the stations of the season's sensitive moth appear nowhere in the files of the demonstration", async () => {
  const [found, hidden] = await Promise.all([secretsIn("--sensitive", "none"), secretsIn()]);
  const silent = [...found].filter(([, secrets]) => !secrets.includes("Ridge 6")).map(([name]) => name);
  // These name no station.
  expect(silent.map((name) => /_(coco|detections|taxa-list)_export/.exec(name)?.[1])).toEqual([
    "coco",
    "detections",
    "taxa-list",
  ]);
  expect(found.size).toBeGreaterThan(6);
  expect([...hidden]).toEqual([...found.keys()].map((name) => [name, []]));
}, 240_000);
