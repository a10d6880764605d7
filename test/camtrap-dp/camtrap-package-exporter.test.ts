import { expect, test } from "vitest";
import type { CamtrapPackageOptions } from "../../src/camtrap-dp/camtrap-package-options.js";
import { createCamtrapPackageExporter } from "../../src/camtrap-dp/create-camtrap-package-exporter.js";
import { createPreviewer } from "../../src/preview/create-previewer.js";
import { createMemorySource } from "../../src/sources/memory/create-memory-source.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";
import { BODY, createTestHost, USER } from "../support/test-host.js";

interface Visit {
  readonly id: number;
  readonly camera: string;
  readonly picture: string;
  readonly seenOn: string;
}

const VISITS: readonly Visit[] = [
  { id: 1, camera: "a", picture: "p1", seenOn: "p1" },
  { id: 2, camera: "a", picture: "p2", seenOn: "p2" },
];
const TIME = "2023-06-18T22:00:00Z";

type Options = CamtrapPackageOptions<Visit, never, never, Visit, Visit, Visit>;

function exporter(visits: readonly Visit[], { latitude = () => 1 }: { latitude?: () => number | null } = {}) {
  const source = createMemorySource(visits, { key: ({ id }) => id, inScope: () => true });
  const itself = (visit: Visit) => [visit];
  return createCamtrapPackageExporter({
    source,
    deployments: {
      rows: itself,
      fields: {
        ...{ deploymentID: ({ camera }: Visit) => camera, latitude, longitude: () => 2 },
        ...{ deploymentStart: () => TIME, deploymentEnd: () => TIME },
      },
    },
    media: { rows: itself, fields: MEDIUM },
    observations: { rows: itself, fields: OBSERVATION },
    metadata: {
      ...{ title: "Visits", contributors: [{ title: "Ada" }], license: "CC0-1.0", mediaLicense: "CC0-1.0" },
      updatedAt: TIME,
      project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] },
    },
  });
}

const MEDIUM: Options["media"]["fields"] = {
  ...{ mediaID: ({ picture }) => picture, deploymentID: ({ camera }) => camera, timestamp: () => TIME },
  ...{ filePath: ({ picture }) => `${picture}.jpg`, filePublic: () => true, fileMediatype: () => "image/jpeg" },
};
const OBSERVATION: Options["observations"]["fields"] = {
  ...{ observationID: ({ id }) => id, deploymentID: ({ camera }) => camera, mediaID: ({ seenOn }) => seenOn },
  ...{ eventStart: () => TIME, eventEnd: () => TIME, observationLevel: () => "event", observationType: () => "animal" },
};

test("rows of any source become a package, a deployment of several rows once", async () => {
  const { record } = await testExporter(exporter(VISITS));
  expect(record).toMatchObject({ status: "succeeded", recordCount: 2, warnings: [] });
});

test("a required field that is missing, and a name that is no field, are mistakes of the programmer", () => {
  const { mediaID: _, ...withoutId } = MEDIUM;
  const of = (fields: object) => () =>
    createCamtrapPackageExporter({
      source: createMemorySource(VISITS, { key: ({ id }) => id, inScope: () => true }),
      deployments: { rows: () => [], fields: {} },
      media: { rows: () => [], fields },
      observations: { rows: () => [], fields: OBSERVATION },
      metadata: { project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] } },
    });
  expect(of(withoutId)).toThrow(TypeError);
  expect(of({ ...MEDIUM, fileSize: () => 1 })).toThrow(TypeError);
});

test.for([
  ["a picture that comes twice", [{ id: 3, camera: "a", picture: "p1", seenOn: "p1" }], "SOURCE_ORDER_NOT_UNIQUE"],
  ["a picture that does not exist", [{ id: 3, camera: "a", picture: "p3", seenOn: "p9" }], "ROW_ENCODING"],
] as const)("%s fails the export", async ([, more, code]) => {
  const { record } = await testExporter(exporter([...VISITS, ...more]));
  expect(record).toMatchObject({ status: "failed", error: { code } });
});

test("an invalid place makes its row unwritable", async () => {
  const { record } = await testExporter(exporter(VISITS, { latitude: () => 91 }));
  expect(record.error).toMatchObject({ code: "ROW_ENCODING", details: [{ path: ["deployments", 1, "latitude"] }] });
});

test("a preview counts observations by place and night", async () => {
  const { service } = await createTestHost({ exporter: exporter(VISITS) });
  const { extent, nights, stations } = await createPreviewer(service).preview(BODY, { user: USER });
  expect(extent?.box).toEqual({ west: 2, east: 2, south: 1, north: 1 });
  expect(nights).toEqual([{ night: "2023-06-18", count: 2 }]);
  expect(stations).toEqual([{ id: "1, 2", name: null, latitude: 1, longitude: 2, count: 2 }]);
});
