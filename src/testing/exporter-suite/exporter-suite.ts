import assert from "node:assert/strict";
import { ExportError } from "../../contracts/export-error.js";
import type { ExporterClass } from "../../contracts/exporter.js";
import type { Id } from "../../contracts/id.js";
import type { JsonObject } from "../../contracts/json.js";
import { fileTypeOf } from "../../core/exporters/file-type.js";
import { DraftRun } from "../../core/exporters/draft-exporter.js";
import { contractTest, type ContractTest, type SuiteOptions } from "../contract/contract-test.js";
import { hasCode } from "../contract/has-code.js";
import { testExporter, type TestedExport, type TestExporterOptions } from "../test-exporter/test-exporter.js";

/** The parts that one test of the exporter suite works with. */
export interface ExporterFixture {
  readonly exporter: ExporterClass;
  /** The project whose rows the cases speak of; by default 1. */
  readonly projectId?: Id;
}

/** Filters that are accepted, and what they leave. */
export interface ExporterCase {
  readonly filters: JsonObject;
  /** The number of rows that an export with these filters writes. */
  readonly rows: number;
}

/** The options of the exporter suite: the exporter's own rules, by example. */
export interface ExporterSuiteOptions extends SuiteOptions<ExporterFixture> {
  /** The first case has at least one row. */
  readonly cases: readonly [ExporterCase, ...ExporterCase[]];
  /** Filters that a request is refused for; by default one that nobody knows. */
  readonly refused?: readonly JsonObject[];
  /** The time in which a cancelled exporter must have ended; by default 5,000 milliseconds. */
  readonly patienceMs?: number;
}

/**
 * One test for every promise of an `Exporter` and its class, run through the real flow. The source's rows must not change meanwhile.
 *
 * @example
 * ```ts
 * exporterSuite({
 *   test,
 *   create: () => ({ exporter: NightlyCounts }),
 *   cases: [{ filters: {}, rows: 2 }],
 * });
 * ```
 */
export function exporterSuite(options: ExporterSuiteOptions): void {
  const test = contractTest(options);
  testChecks(test, options);
  testFiles(test, options);
  testEnds(test, options);
}

function testChecks(
  test: ContractTest<ExporterFixture>,
  { cases, refused = [{ no_such_filter: 1 }] }: ExporterSuiteOptions,
): void {
  test("the file extension, the media type and the label are well formed", async ({ exporter }) => {
    const { fileFormat } = fileTypeOf(exporter, draft({ exporter }).exporter);
    assert.match(fileFormat, /^[a-z0-9][a-z0-9.]{0,15}$/);
    assert.match(exporter.contentType ?? "text/csv", /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w-]+)*$/);
    assert.match(exporter.filenameLabel ?? "label", /^[\w-]+$/);
  });

  test("the filters' keys are in snake_case, and each has one owner", async (fixture) => {
    const keys = draft(fixture)
      .exporter.getFilterBackends()
      .flatMap(({ schema }) => Object.keys(schema.shape));
    for (const key of keys) assert.match(key, /^[a-z][a-z0-9]*(_{1,2}[a-z0-9]+)*$/);
    assert.deepEqual(keys, [...new Set(keys)]);
  });

  for (const filters of refused) {
    test(`${JSON.stringify(filters)} is refused`, async (fixture) => {
      await assert.rejects(run(fixture, { filters }), hasCode("INVALID_FILTERS"));
    });
  }

  test("a request is checked without a temp file", async (fixture) => {
    const { exporter, tempFiles } = draft(fixture);
    exporter.getFilterBackends();
    await exporter.count();
    await exporter.projectName();
    exporter.jobName?.();
    assert.deepEqual(tempFiles, []);
  });

  test("count is the number of rows that an export writes", async (fixture) => {
    for (const { filters, rows } of cases)
      assert.equal(await draft(fixture, { filters }).exporter.count(), rows, JSON.stringify(filters));
  });

  test("count rejects when the check of the request is over", async (fixture) => {
    const reason = new ExportError("CANCELLED");
    const { exporter } = draft(fixture, { signal: AbortSignal.abort(reason) });
    await assert.rejects(
      async () => await exporter.count(),
      (error) => error === reason,
    );
  });

  test("the project's name is a text or null, and stays the same", async (fixture) => {
    const [one, another] = [await draft(fixture).exporter.projectName(), await draft(fixture).exporter.projectName()];
    assert.ok(one === null || (typeof one === "string" && one !== ""), "The name is neither a text nor null.");
    assert.equal(another, one);
  });
}

function testFiles(test: ContractTest<ExporterFixture>, { cases }: ExporterSuiteOptions): void {
  const [{ filters }] = cases;

  for (const { filters, rows } of cases) {
    test(`${JSON.stringify(filters)} exports ${rows} rows`, async (fixture) => {
      assert.equal((await succeeded(fixture, filters)).record.recordCount, rows);
    });
  }

  test("an export says how many rows to expect", async (fixture) => {
    assert.notEqual((await succeeded(fixture, filters)).expected, null, "run.expected was not called.");
  });

  test("the same rows make the same bytes", async (fixture) => {
    const first = await succeeded(fixture, filters);
    assert.equal((await succeeded(fixture, filters)).record.sha256, first.record.sha256);
  });

  test("exports at the same time leave each other alone", async (fixture) => {
    const alone = await succeeded(fixture, filters);
    const together = await Promise.all([1, 2, 3].map(() => succeeded(fixture, filters)));
    for (const { record } of together) assert.equal(record.sha256, alone.record.sha256);
  });
}

function testEnds(
  test: ContractTest<ExporterFixture>,
  { cases: [{ filters }], patienceMs }: ExporterSuiteOptions,
): void {
  const patience = patienceMs === undefined ? {} : { patienceMs };

  test("an export that fails midway leaves nothing", async (fixture) => {
    await run(fixture, { filters, failAfterRows: 1, ...patience });
  });

  test("a cancelled export ends soon, and leaves nothing", async (fixture) => {
    await run(fixture, { filters, cancelAfterRows: 1, ...patience });
  });
}

interface Draft {
  readonly filters?: JsonObject;
  readonly signal?: AbortSignal;
}

/** An exporter as it is made while a request is checked, and the temp files it asked for all the same. */
function draft(
  { exporter, projectId = 1 }: ExporterFixture,
  { filters = {}, signal = new AbortController().signal }: Draft = {},
) {
  const tempFiles: string[] = [];
  const spec = Object.freeze({ id: null, projectId, userId: 1, format: "exporter_under_test", filters, options: {} });
  const checking = Object.assign(new DraftRun(spec, signal), {
    tempFile: async (name: string) => (tempFiles.push(name), name),
  });
  return { exporter: new exporter(checking), tempFiles };
}

function run({ exporter, projectId = 1 }: ExporterFixture, options: TestExporterOptions): Promise<TestedExport> {
  return testExporter(exporter, { projectId, ...options });
}

async function succeeded(fixture: ExporterFixture, filters: JsonObject): Promise<TestedExport> {
  const outcome = await run(fixture, { filters });
  const { status, error } = outcome.record;
  assert.equal(
    status,
    "succeeded",
    `The export ${status}: ${error?.code}. Its exporter threw: ${String(outcome.thrown)}`,
  );
  return outcome;
}
