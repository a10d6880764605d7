import { expect, test } from "vitest";
import { createDwcDpPackageExporter } from "../../src/dwc-dp/create-dwc-dp-package-exporter.js";
import { type DwcDpTable, dwcDpTable } from "../../src/dwc-dp/dwc-dp-table.js";
import { DWC_DP } from "../../src/dwc-dp/dwc-dp-tables.js";
import { createMemorySource } from "../../src/sources/memory/create-memory-source.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";

interface Visit {
  readonly id: number;
  readonly site: string;
  readonly parent: string;
}

const VISITS: readonly Visit[] = [
  { id: 1, site: "a", parent: "a" },
  { id: 2, site: "a", parent: "a" },
];
const METADATA = { title: "Visits", license: "CC0-1.0", mediaLicense: "CC0-1.0", updatedAt: "2026-06-18T22:00:00Z" };
const FIELDS = { event_pk: ({ site }: Visit) => site, eventCategory: () => "context" };

const sites = (repeats: "once" | undefined) =>
  dwcDpTable(DWC_DP.EVENT, { rows: (visit: Visit) => [visit], fields: FIELDS, ...(repeats && { repeats }) });
const seen = dwcDpTable(DWC_DP.OCCURRENCE, {
  rows: (visit: Visit) => [visit],
  fields: { occurrence_pk: ({ id }) => id, event_fk: ({ parent }) => parent, occurrenceStatus: () => "detected" },
});

const exporter = (visits: readonly Visit[], tables: readonly DwcDpTable<Visit>[], metadata: object = METADATA) =>
  createDwcDpPackageExporter({
    source: createMemorySource(visits, { key: ({ id }) => id, inScope: () => true }),
    ...{ tables, metadata },
  });

test("rows of any source become a package, a row that comes once for several of them", async () => {
  const { record } = await testExporter(exporter(VISITS, [sites("once"), seen]));
  expect(record).toMatchObject({ status: "succeeded", recordCount: 2, warnings: [] });
});

test.for([
  ["a key that comes twice", VISITS, undefined, "SOURCE_ORDER_NOT_UNIQUE"],
  ["a key that points at nothing", [{ id: 3, site: "a", parent: "b" }], undefined, "ROW_ENCODING"],
  ["a key that points at nothing in the end", [{ id: 3, site: "a", parent: "b" }], "once", "FILE_CHECK_FAILED"],
] as const)("%s fails the export", async ([, visits, repeats, code]) => {
  const { record } = await testExporter(exporter(visits, [sites(repeats), seen]));
  expect(record).toMatchObject({ status: "failed", error: { code } });
});

test("a required field that is missing, a name that is no field, and a table twice are mistakes of the programmer", () => {
  const make = (fields: object) => () => dwcDpTable(DWC_DP.EVENT, { rows: (visit: Visit) => [visit], fields });
  expect(make({ event_pk: FIELDS.event_pk })).toThrow(/eventCategory/);
  expect(make({ ...FIELDS, eventName: () => "a" })).toThrow(/eventName/);
  expect(() => exporter(VISITS, [seen, seen])).toThrow(TypeError);
  expect(() => exporter(VISITS, [])).toThrow(TypeError);
});

test("a required key of a table that is not given is a mistake of the programmer", () => {
  expect(() => exporter(VISITS, [seen])).toThrow(/occurrence needs event.*event_fk/);
});

test("a key of a table that is not given fails the export, and an empty one does not", async () => {
  const under = (protocol: string) =>
    dwcDpTable(DWC_DP.EVENT, {
      rows: (visit: Visit) => [visit],
      fields: { ...FIELDS, event_pk: ({ id }) => id, eventProtocol_fk: () => protocol },
    });
  const { record } = await testExporter(exporter(VISITS, [under("trap")]));
  expect(record.error).toMatchObject({
    code: "ROW_ENCODING",
    details: [
      { path: ["event", 1, "eventProtocol_fk"], code: "unknown_key", message: expect.stringContaining("protocol") },
    ],
  });
  expect((await testExporter(exporter(VISITS, [under("")]))).record.status).toBe("succeeded");
});

test("absences, which GBIF reads as presences, and words that are no status are counted", async () => {
  const words = ["detected", "notDetected", "absent"];
  const visits = words.map((site, id) => ({ id, site: "a", parent: site }));
  const given = dwcDpTable(DWC_DP.OCCURRENCE, {
    rows: (visit: Visit) => [visit],
    fields: { occurrence_pk: ({ id }) => id, event_fk: () => "a", occurrenceStatus: ({ parent }) => parent },
  });
  const { record } = await testExporter(exporter(visits, [sites("once"), given]));
  expect(record.warnings).toMatchObject([
    { code: "ABSENCES_READ_AS_PRESENCES", count: 1, sample: "occurrence, 1" },
    { code: "STATUS_UNKNOWN", count: 1, sample: "occurrence, 2" },
  ]);
});

test("metadata of a function that cannot be written refuse the request", async () => {
  const given = exporter(VISITS, [sites("once")], () => ({ ...METADATA, homepage: "here" }));
  await expect(testExporter(given)).rejects.toMatchObject({ code: "METADATA_INCOMPLETE" });
});
