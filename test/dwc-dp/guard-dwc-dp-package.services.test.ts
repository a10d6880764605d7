import { expect, test } from "vitest";
import { createDwcDpPackageExporter } from "../../src/dwc-dp/create-dwc-dp-package-exporter.js";
import { dwcDpTable } from "../../src/dwc-dp/dwc-dp-table.js";
import { DWC_DP } from "../../src/dwc-dp/dwc-dp-tables.js";
import type { SensitivityPolicy } from "../../src/sensitivity/sensitivity-policy.js";
import { createPreviewer } from "../../src/preview/create-previewer.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";
import { byVisit, leakSuiteOver, policyOf, VISITS } from "../data-package/secret-visits.js";
import { readZip } from "../dwca/read-zip.js";
import { type Sighting, sourceOf } from "../dwca/exporter/meadow.js";
import { csvRows } from "../occurrences/camtrap-dp/camtrap-sources.js";
import { BODY, createTestHost, USER } from "../support/test-host.js";

interface Photo {
  readonly of: Sighting;
  readonly path: string;
  readonly isRegion: boolean;
}

const isSecret = ({ latitude }: Sighting) => latitude > 47;
const keyOf = ({ of, path, isRegion }: Photo) => (isRegion ? `region of ${of.id}:${path}` : path);
const photosOf = (of: Sighting): readonly Photo[] =>
  [true, false].flatMap((isRegion) => of.photos.map((path) => ({ of, path, isRegion })));
const place = (of: Sighting) => (isSecret(of) ? "Oak 14 behind the chapel" : "Open field");

const TABLES = [
  dwcDpTable(DWC_DP.EVENT, {
    rows: (of: Sighting) => [of],
    fields: {
      event_pk: ({ visit }) => visit,
      eventID: () => null,
      eventCategory: () => "survey",
      eventDate: ({ day }) => `${day}T21:30:00Z`,
      locality: place,
      preferredEventName: place,
      verbatimLocality: place,
      fieldNumber: (of) => (isSecret(of) ? "oak-14" : "7"),
      footprintWKT: place,
      decimalLatitude: ({ latitude }) => latitude,
      decimalLongitude: ({ latitude }) => latitude - 39.1,
      eventProtocol_fk: () => "trap",
    },
  }),
  dwcDpTable(DWC_DP.SURVEY, {
    rows: (of: Sighting) => [of],
    fields: { survey_pk: ({ visit }) => `survey ${visit}`, event_fk: ({ visit }) => visit },
  }),
  dwcDpTable(DWC_DP.OCCURRENCE, {
    rows: (of: Sighting) => [of],
    fields: {
      occurrence_pk: ({ id }) => `sighting:${id}`,
      event_fk: ({ visit }) => visit,
      occurrenceStatus: () => "detected",
      scientificName: ({ species }) => species,
      recordedBy: place,
    },
  }),
  dwcDpTable(DWC_DP.MEDIA, {
    rows: (of: Sighting) => photosOf(of),
    fields: {
      media_pk: keyOf,
      isPartOfMediaID: ({ path, isRegion }) => (isRegion ? path : null),
      accessURI: ({ path }) => `https://media.example.org/${path}`,
      usagePolicy_fk: () => "cc0",
    },
  }),
  dwcDpTable(DWC_DP.OCCURRENCE_MEDIA, {
    rows: (of: Sighting) => photosOf(of),
    fields: { media_fk: keyOf, occurrence_fk: ({ of }) => `sighting:${of.id}` },
  }),
  dwcDpTable(DWC_DP.IDENTIFICATION, {
    rows: (of: Sighting) => photosOf(of),
    fields: {
      identification_pk: ({ of, path, isRegion }: Photo) => `name ${of.id} ${of.photos.indexOf(path)} ${isRegion}`,
      media_fk: keyOf,
      occurrence_fk: ({ of }) => `sighting:${of.id}`,
      scientificName: ({ of }) => of.species,
    },
  }),
  dwcDpTable(DWC_DP.PROTOCOL, { rows: () => ["trap"], fields: { protocol_pk: (key) => key } }),
  dwcDpTable(DWC_DP.USAGE_POLICY, { rows: () => ["cc0"], fields: { usagePolicy_pk: (key) => key } }),
];

function exporter(policy: SensitivityPolicy | undefined, rows = VISITS, tables = TABLES) {
  return createDwcDpPackageExporter({
    ...{ source: sourceOf(rows), tables, filters: [byVisit], policy },
    metadata: { title: "Meadows", license: "CC0-1.0", mediaLicense: "CC0-1.0", updatedAt: "2024-08-01" },
  });
}

async function packageOf(policy: SensitivityPolicy | undefined, rows = VISITS) {
  const { bytes, record } = await testExporter(exporter(policy, rows));
  expect(record.error).toBeNull();
  const files = await readZip(bytes);
  return { files, table: (name: string) => csvRows(files, `${name}.csv`) };
}

leakSuiteOver("a Darwin Core Data Package", exporter);

test.for(["detach", "event"] as const)("in the mode %s sensitive rows give events and names alone", async (mode) => {
  const { table } = await packageOf(policyOf({ mode }));
  expect(table("event")).toMatchObject([
    {
      decimalLatitude: "47.25",
      decimalLongitude: "8.15",
      eventCategory: "survey",
      eventProtocol_fk: "",
      footprintWKT: "",
    },
    {
      decimalLatitude: "47.25",
      dataGeneralizations: expect.stringContaining("0.1 degree"),
      preferredEventName: "Withheld",
    },
    { decimalLatitude: "46.9051", locality: "Open field", eventProtocol_fk: "trap", dataGeneralizations: "" },
  ]);
  expect(table("event")[2]?.coordinateUncertaintyInMeters).toBe("");
  expect(table("survey").map(({ event_fk }) => event_fk)).toEqual(["open-1848"]);
  expect(table("media").map(({ media_pk }) => media_pk)).toEqual(["region of 74:open/4.jpg", "open/4.jpg"]);
  expect(table("occurrence-media")).toHaveLength(2);
  expect(table("identification").map(({ media_fk }) => media_fk)).toEqual([
    ...["", "", "", ""],
    ...["region of 74:open/4.jpg", "", "open/4.jpg", ""],
  ]);
  const events = table("event").map(({ event_pk }) => event_pk);
  expect(table("occurrence").map(({ event_fk }) => event_fk)).toEqual(events);
});

test("a place that is withheld has no coordinates", async () => {
  const { table } = await packageOf(policyOf({ taxa: [{ name: "Parnassius apollo", category: "withheld" }] }));
  expect(table("event").map(({ decimalLatitude }) => decimalLatitude)).toEqual(["", "", "46.9051"]);
});

test("without a sensitive row the package is as it is without a policy", async () => {
  const rows = VISITS.slice(2);
  const { files } = await packageOf(policyOf(), rows);
  expect([...files]).toEqual([...(await packageOf(undefined, rows)).files]);
});

test("a protocol that only a sensitive row gives ends the export and its preview, and the error says what to do", async () => {
  const protocols = dwcDpTable(DWC_DP.PROTOCOL, {
    rows: ({ id }: Sighting) => (id === 72 ? ["trap"] : []),
    fields: { protocol_pk: (key) => key },
  });
  const tables = TABLES.map((table) => (table.table.name === "protocol" ? protocols : table));
  const rows = VISITS.map((row) => ({ ...row, photos: [] }));
  expect((await testExporter(exporter(undefined, rows, tables))).record.status).toBe("succeeded");
  const message = expect.stringContaining("Let each row of the source give all rows that it points at.");
  const error = {
    code: "FILE_CHECK_FAILED",
    message,
    details: [{ path: ["protocol"], code: "orphaned_row", message }],
  };
  const guarded = exporter(policyOf(), rows, tables);
  expect((await testExporter(guarded)).record).toMatchObject({ status: "failed", error });
  const { service } = await createTestHost({ exporter: guarded });
  expect((await createPreviewer(service).preview(BODY, { user: USER })).problem).toMatchObject(error);
});

test("a policy that no field lets act is a mistake of the programmer", () => {
  expect(() => exporter(policyOf({ taxa: [{ id: 7 }] }))).toThrow("dwc:taxonID");
});
