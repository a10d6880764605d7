import { expect, test } from "vitest";
import type { CamtrapPackageOptions } from "../../src/camtrap-dp/camtrap-package-options.js";
import { createCamtrapPackageExporter } from "../../src/camtrap-dp/create-camtrap-package-exporter.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";
import { byVisit, leakSuiteOver, policyOf, VISITS } from "../data-package/secret-visits.js";
import { readZip } from "../dwca/read-zip.js";
import { type Sighting, sourceOf } from "../dwca/exporter/meadow.js";
import { csvRows } from "../occurrences/camtrap-dp/camtrap-sources.js";

interface Photo {
  readonly of: Sighting;
  readonly path: string;
}
interface Seen {
  readonly of: Sighting;
  readonly photo: Photo | null;
}
type Options = CamtrapPackageOptions<Sighting, (row: Sighting) => boolean, never, Sighting, Photo, Seen>;

const idOf = ({ of, path }: Photo) => `${of.id}:${path}`;
const photosOf = (of: Sighting) => of.photos.map((path): Photo => ({ of, path }));
const DEPLOYMENT: Options["deployments"]["fields"] = {
  ...{ deploymentID: ({ visit }) => visit, locationID: ({ latitude }) => `place ${latitude}` },
  locationName: ({ latitude }) => (latitude > 47 ? "Oak 14 behind the chapel" : "Open field"),
  ...{ latitude: ({ latitude }) => latitude, longitude: ({ latitude }) => latitude - 39.1 },
  ...{ deploymentStart: ({ day }) => `${day}T21:00:00+02:00`, deploymentEnd: ({ day }) => `${day}T23:00:00+02:00` },
  habitat: ({ latitude }) => (latitude > 47 ? "oak-14" : "field"),
};
const MEDIUM: Options["media"]["fields"] = {
  ...{ mediaID: idOf, deploymentID: ({ of }) => of.visit, timestamp: ({ of }) => `${of.day}T22:00:00+02:00` },
  ...{ filePath: ({ path }) => `https://media.example.org/${path}`, filePublic: () => true },
  fileMediatype: () => "image/jpeg",
};
const OBSERVATION: Options["observations"]["fields"] = {
  observationID: ({ of, photo }) => (photo === null ? `sighting:${of.id}` : `seen:${idOf(photo)}`),
  ...{ deploymentID: ({ of }) => of.visit, mediaID: ({ photo }) => photo && idOf(photo) },
  ...{ eventID: ({ of }) => of.visit, scientificName: ({ of }) => of.species },
  ...{ eventStart: ({ of }) => `${of.day}T21:30:00+02:00`, eventEnd: ({ of }) => `${of.day}T22:30:00+02:00` },
  ...{ observationLevel: ({ photo }) => (photo === null ? "event" : "media"), observationType: () => "animal" },
  observationComments: ({ of }) => (of.id < 74 ? "near the old oak-14" : ""),
};

function exporter(policy: Options["policy"], rows = VISITS) {
  return createCamtrapPackageExporter({
    source: sourceOf(rows),
    deployments: { rows: (row) => [row], fields: DEPLOYMENT },
    media: { rows: photosOf, fields: MEDIUM },
    observations: {
      rows: (of) => [{ of, photo: null }, ...photosOf(of).map((photo) => ({ of, photo }))],
      fields: OBSERVATION,
    },
    filters: [byVisit],
    policy,
    metadata: {
      ...{ title: "Meadows", contributors: [{ title: "Ada" }], license: "CC0-1.0", mediaLicense: "CC0-1.0" },
      updatedAt: "2024-08-01",
      project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] },
    },
  });
}

async function packageOf(policy: Options["policy"], rows = VISITS) {
  const { bytes, record, warnings } = await testExporter(exporter(policy, rows));
  expect(record.error).toBeNull();
  const files = await readZip(bytes);
  const table = (name: string) => csvRows(files, `${name}.csv`);
  return { files, warnings, table };
}

leakSuiteOver("a Camtrap DP", exporter);

test("what is sensitive stands at the centre of a cell, on a day, without media", async () => {
  const { table, files } = await packageOf(policyOf());
  expect(table("deployments").map(({ deploymentID: _, ...row }) => row)).toMatchObject([
    {
      ...{ latitude: "47.25", longitude: "8.15", locationID: "", locationName: "Place withheld", habitat: "Withheld" },
      ...{ deploymentStart: "2024-06-11T00:00:00+02:00", deploymentEnd: "2024-06-11T23:59:59+02:00" },
      ...{ timestampIssues: "true", deploymentComments: expect.stringContaining("centre of a 0.1 degree grid cell") },
    },
    { latitude: "47.25", deploymentStart: "2024-06-18T00:00:00+02:00" },
    { latitude: "46.9051", locationName: "Open field", deploymentStart: "2024-07-02T21:00:00+02:00" },
  ]);
  expect(Number(table("deployments")[0]?.coordinateUncertainty)).toBeGreaterThan(5_000);
  expect(table("media").map(({ mediaID }) => mediaID)).toEqual(["74:open/4.jpg"]);
  expect(
    table("observations").map(({ observationLevel, mediaID, eventStart }) => [observationLevel, mediaID, eventStart]),
  ).toEqual([
    ["event", "", "2024-06-11T00:00:00+02:00"],
    ["event", "", "2024-06-18T00:00:00+02:00"],
    ["event", "", "2024-07-02T21:30:00+02:00"],
    ["media", "74:open/4.jpg", "2024-07-02T21:30:00+02:00"],
  ]);
  expect(JSON.parse(files.get("datapackage.json") ?? "")).toMatchObject({ coordinatePrecision: 0.1 });
});

test("what is withheld is left out and counted, since each deployment has a place", async () => {
  const { table, warnings } = await packageOf(
    policyOf({ taxa: [{ name: "Parnassius apollo", category: "withheld" }] }),
  );
  expect(table("deployments").map(({ deploymentID }) => deploymentID)).toEqual(["open-1848"]);
  expect(warnings).toContainEqual(expect.objectContaining({ code: "ROWS_SKIPPED", count: 2 }));
});

test("without a sensitive row the package is as it is without a policy", async () => {
  const rows = VISITS.slice(2);
  const { files } = await packageOf(policyOf(), rows);
  expect([...files]).toEqual([...(await packageOf(undefined, rows)).files]);
});

test("a policy that no field lets act is a mistake of the programmer", () => {
  expect(() => exporter(policyOf({ taxa: [{ id: 7 }] }))).toThrow("dwc:taxonID");
});
