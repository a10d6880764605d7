import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import {
  AUDIOVISUAL_FIELDS,
  audiovisualTable,
  REGION_FIELDS,
} from "../../../src/occurrences/archive/audiovisual-table.js";
import { identificationTable } from "../../../src/occurrences/archive/identification-table.js";
import type { OccurrenceMedia } from "../../../src/occurrences/model/media.js";
import { regionOf } from "../../../src/occurrences/model/region.js";
import type { Occurrence } from "../../../src/occurrences/model/occurrence.js";
import { rowsOf, runArchive } from "./dwca-run.js";
import { ALL, changed, exporter } from "./dwca-sources.js";

const regions = audiovisualTable([...AUDIOVISUAL_FIELDS, ...REGION_FIELDS]);
const extensions = [regions, identificationTable()];

/** The fixture, with captures of this size. */
const sized = changed((row) => {
  const detections = row.detections?.map((detection) => ({
    ...detection,
    capture: detection.capture && { ...detection.capture, width: 1000, height: 500 },
  }));
  return { ...row, ...(detections === undefined ? {} : { detections }) };
});

test("captures and crops have identifiers, and a crop says where on its capture it lies", async () => {
  const { files } = await runArchive(exporter({ source: sized, extensions }), ALL);
  const rows = rowsOf(files, "audiovisual.txt");
  const crop = rows.find(({ accessURI }) => accessURI === "https://media.example.org/crops/12.jpg");
  expect(crop).toMatchObject({
    ...{ coreid: "urn:antenna:event:1:1", occurrenceID: "urn:antenna:occurrence:1:1", type: "StillImage" },
    ...{ identifier: "urn:antenna:detection:1:12", format: "image/jpeg", Owner: "The Ridge & Co. <trust>" },
    ...{ xFrac: "0.01", yFrac: "0.04", widthFrac: "0.1", heightFrac: "0.2" },
  });
  expect(crop?.isROIOf).toBe(crop?.derivedFrom);
  const capture = rows.find(({ identifier }) => identifier === crop?.isROIOf);
  expect(capture).toMatchObject({ PixelXDimension: "1000", isROIOf: "", xFrac: "", occurrenceID: "" });
  const identifiers = rows.map(({ identifier }) => identifier);
  expect(new Set(identifiers).size).toBe(identifiers.length);
});

test("a region does not reach beyond its picture by rounding", () => {
  const media = { kind: "crop", detection: { bbox: [32, 100, 4096, 200] }, capture: { width: 4096, height: 2160 } };
  const { x = 0, width = 0 } = regionOf(media as unknown as OccurrenceMedia) ?? {};
  expect([x, width]).toEqual([0.007813, 0.992187]);
  expect(x + width).toBeLessThanOrEqual(1);
});

test.each<[string, unknown[] | null, number | null, unknown]>([
  ["corners in any order", [30, 40, 10, 20], 100, { x: 0.1, y: 0.2, width: 0.2, height: 0.2 }],
  ["thirds", [0, 0, 1, 1], 3, { x: 0, y: 0, width: 0.333333, height: 0.333333 }],
  ["a box beyond the image", [0, 0, 101, 50], 100, null],
  ["a box before it", [-1, 0, 10, 10], 100, null],
  ["a box of nothing", [5, 5, 5, 9], 100, null],
  ["no number", [0, 0, Number.NaN, 1], 100, null],
  ["a missing side", [0, 0, null, 1], 100, null],
  ["three sides", [0, 0, 1], 100, null],
  ["no box", null, 100, null],
  ["an image of unknown size", [0, 0, 1, 1], null, null],
])("%s as a region", (_name, bbox, size, region) => {
  const media = { kind: "crop", detection: { bbox }, capture: { width: size, height: size } };
  expect(regionOf(media as OccurrenceMedia)).toEqual(region);
  expect(regionOf({ ...media, kind: "capture" } as OccurrenceMedia)).toBe(null);
});

test("the history has every identification, withdrawn ones marked, and each algorithm's best prediction", async () => {
  const { files } = await runArchive(exporter({ extensions }), ALL);
  const rows = rowsOf(files, "identification.txt");
  const ofSeven = rows.filter(({ occurrenceID }) => occurrenceID === "urn:antenna:occurrence:1:7");
  expect(ofSeven.map(({ identificationVerificationStatus: status }) => status)).toContain("verified");
  expect(rows.map(({ identificationVerificationStatus: status }) => status)).toContain("withdrawn");
  expect(rows).toContainEqual(
    expect.objectContaining({
      coreid: "urn:antenna:event:1:1",
      occurrenceID: "urn:antenna:occurrence:1:1",
      identifiedBy: "Species",
      dateIdentified: "",
      identificationVerificationStatus: "unverified",
      identificationRemarks: "score: 0.8",
      scientificName: "Deilephila elpenor",
      genus: "Deilephila",
      specificEpithet: "elpenor",
    }),
  );
  const ids = rows.map(({ identificationID }) => identificationID);
  expect(new Set(ids).size).toBe(ids.length);
  expect(files.get("identification.txt")).not.toContain("@example.org");
});

test("an opinion without a taxon is not written", async () => {
  const source = changed((row: Occurrence) => ({
    ...row,
    identifications: row.identifications?.map((each) => ({ ...each, taxon: null })) ?? [],
    predictions: row.predictions?.map((each) => ({ ...each, taxon: null })) ?? [],
  }));
  const { files } = await runArchive(exporter({ source, extensions }), ALL);
  expect(rowsOf(files, "identification.txt")).toEqual([]);
});

test.each(["event", "occurrence"] as const)("GBIF's checks find nothing in them beside a core %s", async (core) => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  try {
    const { bytes } = await runArchive(exporter({ source: sized, core, extensions }), ALL);
    await writeFile(join(directory, "archive.zip"), bytes);
    const { issues } = await validateArchive(join(directory, "archive.zip"), { level: "gbif" });
    const tables = issues.filter(({ file }) => file !== "occurrence.txt" && file !== "event.txt");
    // The fixture has a blank in the address of a capture.
    expect(tables.filter(({ code }) => code !== "MULTIMEDIA_URI_INVALID")).toEqual([]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
