import assert from "node:assert/strict";
import type { JsonObject } from "../../contracts/json.js";
import { contractTest, type ContractTest, type SuiteOptions } from "../contract/contract-test.js";
import { testExporter, type TestedExport } from "../test-exporter/test-exporter.js";
import { filePartsOf, type FilePart } from "./file-parts.js";
import { findSecrets, numbersNear } from "./find-secrets.js";
import type { SensitivityFixture } from "./sensitivity-fixture.js";

/** The options of the leak suite. */
export type SensitivitySuiteOptions = SuiteOptions<SensitivityFixture>;

/**
 * Tests that exports give away nothing of sensitive records, alone and in pairs with different filters. It reads every
 * byte of the file, the record with its filters, warnings and errors, and the progress. It fails for an exporter whose
 * policy is off.
 *
 * @example
 * ```ts
 * sensitivityLeakSuite({
 *   test,
 *   create: () => ({
 *     exporter: Archive,
 *     unprotected: createDwcaExporter({ source }),
 *     secrets: sensitiveSecrets("detach"),
 *     filters: SENSITIVE_FILTERS,
 *     placeFilters: SENSITIVE_PLACE_FILTERS,
 *   }),
 * });
 * ```
 */
export function sensitivityLeakSuite(options: SensitivitySuiteOptions): void {
  const test = contractTest(options);
  testFiles(test);
  testFailures(test);
  testPairs(test);
  testFilters(test);
}

function testFiles(test: ContractTest<SensitivityFixture>): void {
  test("without the policy the secrets are in the file", async ({ unprotected, secrets, filters, projectId = 1 }) => {
    const exports = await Promise.all(filters.map((one) => testExporter(unprotected, { filters: one, projectId })));
    const found = exports.flatMap(({ bytes }) => filePartsOf(bytes)).flatMap(({ text }) => findSecrets(text, secrets));
    assert.notEqual(found.length, 0, "Nothing to hide was found: the exports do not hold the sensitive records.");
  });

  test("no part of an export shows a secret, whatever its filters", async (fixture) => {
    for (const filters of fixture.filters) {
      const tested = await run(fixture, filters);
      assert.equal(tested.record.status, "succeeded", JSON.stringify(tested.record.error));
      assertNothingShown(fixture, tested, filters);
    }
  });
}

function testFailures(test: ContractTest<SensitivityFixture>): void {
  test("an export that fails shows no secret", async (fixture) => {
    const {
      exporter,
      projectId = 1,
      filters: [filters = {}],
    } = fixture;
    const tested = await testExporter(exporter, { filters, projectId, failAfterRows: 1 });
    assertNothingShown(fixture, tested, filters);
  });
}

function testPairs(test: ContractTest<SensitivityFixture>): void {
  test("two exports with different filters show the same points", async (fixture) => {
    const near: ReadonlySet<number>[] = [];
    for (const filters of fixture.filters) {
      const { bytes } = await run(fixture, filters);
      const text = filePartsOf(bytes).map((part) => part.text);
      near.push(numbersNear(text.slice(text.length > 1 ? 1 : 0).join("\n"), fixture.secrets));
    }
    const largest = near.reduce((most, one) => (one.size > most.size ? one : most), new Set<number>());
    for (const one of near)
      for (const number of one) assert.ok(largest.has(number), "Points of one place differ from export to export.");
  });
}

function testFilters(test: ContractTest<SensitivityFixture>): void {
  test("a filter by a sensitive place finds nothing", async (fixture) => {
    for (const filters of fixture.placeFilters) {
      const tested = await run(fixture, filters);
      assert.equal(tested.record.recordCount, 0, `${JSON.stringify(filters)} finds sensitive records.`);
      assertNothingShown(fixture, tested, filters);
    }
  });
}

async function run({ exporter, projectId = 1 }: SensitivityFixture, filters: JsonObject): Promise<TestedExport> {
  return await testExporter(exporter, { filters, projectId });
}

/** The surfaces that may show something. A preview, once there is one, belongs here. */
const SURFACES: readonly ((tested: TestedExport) => readonly FilePart[])[] = [
  ({ bytes }) => filePartsOf(bytes),
  ({ record }) => [{ name: "record", text: JSON.stringify({ ...record, filters: {} }) }],
  ({ progress }) => [{ name: "progress", text: JSON.stringify(progress) }],
  ({ thrown }) => [{ name: "error", text: thrown instanceof Error ? thrown.message : "" }],
];

/** Asserts that a tested export shows no secret. A value that the request itself names is no secret of its record. */
function assertNothingShown({ secrets }: SensitivityFixture, tested: TestedExport, filters: JsonObject): void {
  const asked = new Set(Object.values(filters).map(String));
  for (const { name, text } of SURFACES.flatMap((surface) => surface(tested))) {
    const known = name === "record" ? { ...secrets, ids: secrets.ids.filter((id) => !asked.has(String(id))) } : secrets;
    assert.deepEqual(findSecrets(text, known), [], `Shown in ${name}, with the filters ${JSON.stringify(filters)}.`);
  }
}
