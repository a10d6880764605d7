import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const DEMO = resolve(import.meta.dirname, "../../examples/demo/demo.ts");

/** The bytes of the demonstration's season. A change of these is a change for every host: it belongs into a changeset. */
const GOLDEN = {
  occurrences_api_json: "313f4cdd550ea7c68bc83fd5b062b4153d923e1040b2f029d001f82c96613a7a",
  occurrences_simple_csv: "cc1e827ec417d95a4c7b729fac3fe39373247096da007800d0ece7ca4af7c0f7",
  dwca: "18c67f58012e0169115ae4bb74e985aba00ba917a2bf5712b3645c64840c66dc",
  detections_csv: "ba791536d72832898ab77de6cfc3366891be3c9168326d0103f250af2b3eced1",
  taxa_list_csv: "b7b81b6d3e2d0a5074cd39b6c21d8e0d4d868e24bcf2ca3fc66cc4d1c4723971",
  occurrences_geojson: "879f6607782ffb24917764e275e4aa137ba5c2901cb61c8d1b4951048e09a05c",
  occurrences_parquet: "a1c06659e362855208aebc15e1c06c4794e41967bf9e6acd93d65750f6320358",
  coco: "5062c033f8b363d512fe0e08ae0df073be75de8a07bdd8b486771bfa47a0a86e",
  occurrences_xlsx: "51bb62caadb045283fdb273ba187cefac9d3e0f9fb3f81943c6869b93796ffa1",
  camtrap_dp: "bc458f24a4945253eb1f54d07ba6d7310c233994b84bea53575a4f698fab2e60",
  dwc_dp: "0a36a9daabddbffacfeed46c0bf8d423c8ff7ef46305344b9a5a8701cd29b690",
};

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
  const child = await promisify(execFile)(process.execPath, command, { env: environment }).catch(
    (failed: DemoFailure) => failed,
  );
  const { exports } = JSON.parse(child.stdout.trim().split("\n").at(-1) ?? "") as { exports: readonly DemoExport[] };
  return { exports, stdout: child.stdout, files: await readdir(out), exitCode: "code" in child ? child.code : 0 };
}

test("the demonstration makes each format, proves it, and makes the same bytes whatever the time zone and the language", async () => {
  const [plain, elsewhere] = await Promise.all([
    runDemo({ TZ: "UTC", LANG: "C" }, "--sensitive", "none"),
    runDemo({ TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, "--sensitive", "none"),
  ]);
  const hashes = (run: typeof plain) =>
    run.exports.map(({ format, rows, bytes, sha256 }) => ({ format, rows, bytes, sha256 }));
  expect(plain.exports.map(({ format }) => format)).toEqual(Object.keys(GOLDEN));
  expect(plain.files).toHaveLength(Object.keys(GOLDEN).length);
  const [json, csv, archive] = plain.exports;
  expect(csv?.rows).toBe(json?.rows);
  expect(csv?.rows).toBeGreaterThan(500);
  expect(archive?.rows).toBeGreaterThan(100);
  expect(hashes(elsewhere)).toEqual(hashes(plain));
  expect(Object.fromEntries(plain.exports.map(({ format, sha256 }) => [format, sha256]))).toEqual(GOLDEN);
}, 120_000);

test("project, format and capture set can be chosen", async () => {
  const { exports, exitCode } = await runDemo(
    {},
    "--format",
    "occurrences_simple_csv",
    "--project",
    "2",
    "--occurrences",
    "300",
    "--collection",
    "4",
  );
  expect(exports).toMatchObject([{ format: "occurrences_simple_csv" }]);
  expect(exitCode).toBe(0);
}, 120_000);

test("a format that fails is reported with its code and what is missing, and hides no other", async () => {
  const { exports, stdout, exitCode } = await runDemo({}, "--occurrences", "200", "--licence", " ");
  expect(exports.map(({ format }) => format)).toEqual(
    Object.keys(GOLDEN).filter((format) => !["dwca", "camtrap_dp", "dwc_dp"].includes(format)),
  );
  expect(stdout).toContain("dwca failed with METADATA_INCOMPLETE");
  expect(stdout).toContain("license: The data need a licence");
  expect(exitCode).toBe(1);
}, 120_000);
