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

async function secretsIn(...args: readonly string[]): Promise<readonly (readonly string[])[]> {
  const out = await mkdtemp(join(tmpdir(), "vasculum-demo-test-"));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  const environment = { ...process.env };
  delete environment.DATABASE_URL;
  const command = ["--import", "tsx", DEMO, "--json", "--out", out, ...args];
  await promisify(execFile)(process.execPath, command, { env: environment, maxBuffer: 2 ** 26 });
  const files = await Promise.all((await readdir(out)).sort().map((file) => readFile(join(out, file))));
  return files.map((file) => filePartsOf(file).flatMap(({ text }) => findSecrets(text, SECRETS)));
}

test("the stations of the season's sensitive moth appear nowhere in the files of the demonstration", async () => {
  const [found, hidden] = await Promise.all([secretsIn("--sensitive", "none"), secretsIn()]);
  // The taxa and the detections name no station.
  expect(found.filter((secrets) => secrets.includes("Ridge 6"))).toHaveLength(3);
  expect(hidden).toEqual(found.map(() => []));
}, 120_000);
