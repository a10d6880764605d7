import { describe, expect, test } from "vitest";
import { createDwcaExporter } from "../../src/occurrences/archive/create-dwca-exporter.js";
import { occurrenceFields } from "../../src/occurrences/archive/occurrence-fields.js";
import type { Occurrence } from "../../src/occurrences/model/occurrence.js";
import { BASES_OF_RECORD } from "../../src/occurrences/model/basis-of-record.js";
import type { OccurrenceDetail } from "../../src/occurrences/model/occurrence-details.js";
import { createCsvExporter } from "../../src/occurrences/tables/create-csv-exporter.js";
import { createJsonExporter } from "../../src/occurrences/tables/create-json-exporter.js";
import {
  createMemoryOccurrenceSource,
  type MemoryOccurrenceSourceOptions,
} from "../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { rowsOf, runArchive } from "./archive/dwca-run.js";
import { runExport } from "./literal-source.js";

type Details = Pick<Occurrence, OccurrenceDetail>;

const ALL = { filters: { apply_defaults: false } };
const HERD = {
  count: 3,
  sex: "female",
  lifeStage: "adult",
  basisOfRecord: "HumanObservation",
  remarks: "At the lamp,\tthen gone",
} as const;
/** Out of order on purpose: the order of columns is fixed. */
const EVERY: readonly OccurrenceDetail[] = ["remarks", "basisOfRecord", "lifeStage", "sex", "count"];

/** The fixture, whose occurrence 1 has these details. */
function sourceOf(details: Details, options: MemoryOccurrenceSourceOptions = { details: EVERY }) {
  const occurrences = OCCURRENCE_FIXTURE.occurrences.map((row) => (row.id === 1 ? { ...row, ...details } : row));
  return createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, occurrences }, options);
}

async function archiveRow(details: Details, options?: MemoryOccurrenceSourceOptions) {
  const { files } = await runArchive(createDwcaExporter({ source: sourceOf(details, options) }), ALL);
  return rowsOf(files, "occurrence.txt").find(({ occurrenceID }) => occurrenceID?.endsWith(":1"));
}

describe("where a source declares its details", () => {
  test("CSV has their columns at the end", async () => {
    const { text } = await runExport(createCsvExporter({ source: sourceOf(HERD) }));
    const [header, first, second] = text.split("\r\n");
    expect(header).toMatch(/,individual_count,sex,life_stage,basis_of_record,remarks$/);
    expect(first).toMatch(/,3,female,adult,HumanObservation,"At the lamp,\tthen gone"$/);
    expect(second).toMatch(/,1,,,MachineObservation,$/);
  });

  test("JSON has their keys at the end", async () => {
    const { text } = await runExport(createJsonExporter({ source: sourceOf(HERD) }));
    const [first] = JSON.parse(text) as readonly object[];
    expect(Object.entries(first ?? {}).slice(-5)).toEqual([
      ["individual_count", 3],
      ["sex", "female"],
      ["life_stage", "adult"],
      ["basis_of_record", "HumanObservation"],
      ["remarks", "At the lamp,\tthen gone"],
    ]);
  });

  test("occurrence.txt has their terms", async () => {
    expect(await archiveRow(HERD)).toMatchObject({
      individualCount: "3",
      occurrenceStatus: "present",
      basisOfRecord: "HumanObservation",
      sex: "female",
      lifeStage: "adult",
      occurrenceRemarks: "At the lamp, then gone",
    });
  });

  test("only those declared have columns", async () => {
    const { text } = await runExport(createCsvExporter({ source: sourceOf(HERD, { details: ["sex"] }) }));
    expect(text.split("\r\n")[0]).toMatch(/best_detection_capture_url,sex$/);
    const terms = occurrenceFields({ details: ["sex", "count"] }).map(({ term }) => term.replace(/.*\//, ""));
    expect(terms.slice(-2)).toEqual(["modified", "sex"]);
  });

  test("a name that is no detail is a TypeError", () => {
    const source = sourceOf({}, { details: ["colour" as never] });
    for (const create of [createCsvExporter, createJsonExporter, createDwcaExporter])
      expect(() => create({ source })).toThrow(/no detail "colour"/);
  });
});

describe("without a declaration", () => {
  test("files have the columns they had, and the archive still takes count and basis of record", async () => {
    const source = sourceOf(HERD, {});
    const plain = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
    for (const create of [createCsvExporter, createJsonExporter])
      expect((await runExport(create({ source }))).text).toBe((await runExport(create({ source: plain }))).text);
    const row = await archiveRow(HERD, {});
    expect(row).toMatchObject({ individualCount: "3", basisOfRecord: "HumanObservation" });
    expect(Object.keys(row ?? {})).not.toContain("sex");
  });

  test("null is as not given", async () => {
    const none = { count: null, sex: null, lifeStage: null, basisOfRecord: null, remarks: null };
    expect(await archiveRow(none)).toEqual(await archiveRow({}));
    expect(await archiveRow({}, {})).toMatchObject({ individualCount: "1", basisOfRecord: "MachineObservation" });
  });
});

describe("what a detail may be", () => {
  test("a count of 0 is an absence", async () => {
    expect(await archiveRow({ count: 0 })).toMatchObject({ individualCount: "0", occurrenceStatus: "absent" });
  });

  test.each([...BASES_OF_RECORD])("%s is a basis of record", async (basis) => {
    expect(await archiveRow({ basisOfRecord: basis })).toMatchObject({ basisOfRecord: basis });
  });

  test.each<[OccurrenceDetail, unknown]>([
    ["count", -1],
    ["count", 1.5],
    ["count", Number.NaN],
    ["count", Number.POSITIVE_INFINITY],
    ["count", 2 ** 53],
    ["count", "3"],
    ["basisOfRecord", "humanobservation"],
    ["basisOfRecord", "Hearsay"],
    ["basisOfRecord", ""],
  ])("a row whose %s is %j is refused in every format", async (detail, value) => {
    const source = sourceOf({ [detail]: value });
    for (const create of [createCsvExporter, createJsonExporter]) {
      await expect(runExport(create({ source }))).rejects.toMatchObject({ code: "ROW_ENCODING" });
      const { skipped } = await runExport(create({ source, rowErrors: "skip" }));
      expect(skipped.map(({ code }) => code)).toEqual(["ROW_ENCODING"]);
    }
    await expect(runArchive(createDwcaExporter({ source }), ALL)).rejects.toMatchObject({ code: "ROW_ENCODING" });
  });
});
