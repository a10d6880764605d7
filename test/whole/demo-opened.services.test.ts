import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { absent as camtrapAbsent, officialIssues as camtrapIssues } from "../camtrap-dp/official.js";
import { absent as dwcDpAbsent, officialIssues as dwcDpIssues } from "../dwc-dp/official.js";
import { readZip } from "../dwca/read-zip.js";
import { geojsonFaults } from "../formats/geojson-faults.js";
import { cocoFaults } from "../occurrences/coco/coco-faults.js";
import { absent, isInstalled } from "../support/absent.js";
import { besideProject } from "../support/beside-project.js";
import { PYTHON, readWorkbook } from "../xlsx/workbook-differences.js";

const DEMO = resolve(import.meta.dirname, "../../examples/demo/demo.ts");
const schemas = besideProject("dwca/schemas");

interface DemoExport {
  readonly format: string;
  readonly file: string;
  readonly rows: number;
}

let out: string;
let exports: ReadonlyMap<string, DemoExport>;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "vasculum-demo-test-"));
  const environment = { ...process.env };
  delete environment.DATABASE_URL;
  const command = ["--import", "tsx", DEMO, "--json", "--out", out];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment });
  const last = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { readonly exports: readonly DemoExport[] };
  exports = new Map(last.exports.map((one) => [one.format, one]));
}, 300_000);

afterAll(() => rm(out, { recursive: true }));

function demo(format: string): DemoExport {
  const one = exports.get(format);
  if (one === undefined) throw new TypeError(`The demonstration has no ${format}.`);
  return one;
}

/** The number of rows that DuckDB counts. @param query - with the file as `file`. */
async function duckdbRows(path: string, query: string): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(query.replace("file", `'${path}'`));
    return Number(reader.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const filesOf = async ({ file }: DemoExport) => readZip(await readFile(file));

test.each([
  ["occurrences_simple_csv", "SELECT count(*) FROM read_csv(file, header=true, strict_mode=true)"],
  ["detections_csv", "SELECT count(*) FROM read_csv(file, header=true, strict_mode=true)"],
  ["taxa_list_csv", "SELECT count(*) FROM read_csv(file, header=true, strict_mode=true)"],
  ["occurrences_api_json", "SELECT count(*) FROM read_json(file, maximum_object_size=100000000)"],
  [
    "occurrences_parquet",
    "SELECT count(*) FROM read_parquet(file) WHERE geometry IS NOT NULL OR decimal_latitude IS NULL",
  ],
])("DuckDB counts the rows of %s", async (format, query) => {
  const { file, rows } = demo(format);
  expect(rows).toBeGreaterThan(100);
  expect(await duckdbRows(file, query)).toBe(rows);
});

test("openpyxl reads the rows of the workbook", async ({ skip }) => {
  const noOpenpyxl = absent("openpyxl", PYTHON !== null);
  skip(noOpenpyxl !== null, `${noOpenpyxl}`);
  const { file, rows } = demo("occurrences_xlsx");
  const [sheet] = readWorkbook(await readFile(file));
  expect(sheet?.rows).toHaveLength(rows + 1);
});

test("the GeoJSON has no fault by the schema and check-geojson", async () => {
  const { file, rows } = demo("occurrences_geojson");
  const text = await readFile(file, "utf8");
  expect(geojsonFaults(text)).toEqual([]);
  expect((JSON.parse(text) as { readonly features: readonly unknown[] }).features).toHaveLength(rows);
});

test("xmllint finds no fault in the archive's descriptions", async ({ skip }) => {
  const noXmllint = absent("xmllint", isInstalled("xmllint"));
  skip(schemas.absent !== null, `${schemas.absent}`);
  skip(noXmllint !== null, `${noXmllint}`);
  const files = await filesOf(demo("dwca"));
  for (const [name, schema] of [
    ["meta.xml", "dwc/tdwg_dwc_text.xsd"],
    ["eml.xml", "eml-gbif-profile/1.3/eml.xsd"],
  ] as const) {
    const path = join(out, name);
    await writeFile(path, files.get(name) ?? "");
    const command = ["--nonet", "--noout", "--schema", join(schemas.path, schema), path];
    const { status, stderr } = spawnSync("xmllint", command, { encoding: "utf8" });
    expect(`${status} ${stderr}`).toMatch(/^0 /);
  }
});

test("the Camtrap DP has no fault by the official profile, schemas and keys", async ({ skip }) => {
  skip(camtrapAbsent !== null, `${camtrapAbsent}`);
  expect(await camtrapIssues(await filesOf(demo("camtrap_dp")))).toEqual([]);
});

test("the Darwin Core Data Package has no fault by the official profile, schemas and keys", async ({ skip }) => {
  skip(dwcDpAbsent !== null, `${dwcDpAbsent}`);
  expect(await dwcDpIssues(await filesOf(demo("dwc_dp")))).toEqual([]);
});

test("COCO has no fault by the rules of the format", async () => {
  expect(cocoFaults(await filesOf(demo("coco")))).toEqual([]);
});

test("every format of the demonstration is opened here", () => {
  expect([...exports.keys()].sort()).toEqual([
    ...["camtrap_dp", "coco", "detections_csv", "dwc_dp", "dwca", "occurrences_api_json", "occurrences_geojson"],
    ...["occurrences_parquet", "occurrences_simple_csv", "occurrences_xlsx", "taxa_list_csv"],
  ]);
});
