import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const DEMO = resolve(import.meta.dirname, "../../examples/demo/demo.ts");

interface DemoExport {
  readonly format: string;
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly seconds: number;
}

interface DemoFailure {
  readonly stdout: string;
  readonly code: number;
}

async function runDemo(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const out = await mkdtemp(join(tmpdir(), "vasculum-demo-test-"));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  const environment = { ...process.env, ...env };
  delete environment.DATABASE_URL;
  const command = ["--import", "tsx", DEMO, "--json", "--out", out, ...args];
  const child = await promisify(execFile)(process.execPath, command, { env: environment }).catch((failed: DemoFailure) => failed);
  const { exports } = JSON.parse(child.stdout.trim().split("\n").at(-1) ?? "") as { exports: readonly DemoExport[] };
  return { exports, stdout: child.stdout, files: await readdir(out), exitCode: "code" in child ? child.code : 0 };
}

test("the demonstration makes each format, proves it, and makes the same bytes whatever the time zone and the language", async () => {
  const [plain, elsewhere] = await Promise.all([
    runDemo({ TZ: "UTC", LANG: "C" }),
    runDemo({ TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }),
  ]);
  const hashes = (run: typeof plain) => run.exports.map(({ format, rows, bytes, sha256 }) => ({ format, rows, bytes, sha256 }));
  expect(plain.exports.map(({ format }) => format)).toEqual(["occurrences_api_json", "occurrences_simple_csv", "dwca"]);
  expect(plain.files).toHaveLength(3);
  const [json, csv, archive] = plain.exports;
  expect(csv?.rows).toBe(json?.rows);
  expect(csv?.rows).toBeGreaterThan(500);
  expect(archive?.rows).toBeGreaterThan(100);
  expect(hashes(elsewhere)).toEqual(hashes(plain));
}, 120_000);

test("project, format and capture set can be chosen", async () => {
  const { exports, exitCode } = await runDemo({}, "--format", "occurrences_simple_csv", "--project", "2", "--occurrences", "300", "--collection", "4");
  expect(exports).toMatchObject([{ format: "occurrences_simple_csv" }]);
  expect(exitCode).toBe(0);
}, 120_000);

test("a format that fails is reported with its code and what is missing, and hides no other", async () => {
  const { exports, stdout, exitCode } = await runDemo({}, "--occurrences", "200", "--licence", " ");
  expect(exports.map(({ format }) => format)).toEqual(["occurrences_api_json", "occurrences_simple_csv"]);
  expect(stdout).toContain("dwca failed with METADATA_INCOMPLETE");
  expect(stdout).toContain("license: There must be a licence");
  expect(exitCode).toBe(1);
}, 120_000);
