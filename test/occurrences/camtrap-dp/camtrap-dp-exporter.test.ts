import { expect, test } from "vitest";
import { createCamtrapDpExporter } from "../../../src/occurrences/camtrap-dp/create-camtrap-dp-exporter.js";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { runArchive } from "../archive/dwca-run.js";
import { ALL, changed, SOURCE, sourceWith } from "../archive/dwca-sources.js";
import { csvRows, exporter, METADATA } from "./camtrap-sources.js";

const OBSERVATIONS = "observations.csv";

test("an occurrence is one observation of an event, its detections are observations of pictures", async () => {
  const { files, expected, exported, skipped } = await runArchive(exporter(), ALL);
  const rows = csvRows(files, OBSERVATIONS);
  const events = rows.filter(({ observationLevel }) => observationLevel === "event");
  expect(events).toHaveLength(exported);
  expect(exported + skipped.length).toBe(expected);
  const [first] = events;
  expect(first).toMatchObject({
    observationID: "urn:antenna:occurrence:1:1",
    eventStart: "2023-06-18T22:42:20-04:00",
    eventEnd: "2023-06-18T22:48:32-04:00",
    observationType: "animal",
    scientificName: "Noctua pronuba",
    ...{ count: "1", classificationMethod: "machine", classifiedBy: "Species", classificationProbability: "0.8" },
    observationTags: "night:urn:antenna:event:1:1",
  });
  const seen = rows.filter(
    ({ eventID, observationLevel }) => eventID === first?.eventID && observationLevel === "media",
  );
  expect(seen.map(({ mediaID }) => mediaID)).toEqual(["urn:antenna:capture:1:2", "urn:antenna:capture:1:1"]);
  for (const { bboxX, bboxWidth } of seen) expect(Number(bboxX) + Number(bboxWidth)).toBeLessThanOrEqual(1);
});

test("the person decides where there is one, and all other opinions are in a table of their own", async () => {
  const { files } = await runArchive(exporter({ recordTimeZone: "UTC" }), ALL);
  const seventh = csvRows(files, OBSERVATIONS).find(
    ({ observationID }) => observationID === "urn:antenna:occurrence:1:7",
  );
  expect(seventh).toMatchObject({ classificationMethod: "human", classificationProbability: "" });
  expect(seventh?.classificationTimestamp).toBe("2023-06-20T08:00:00Z");
  const others = csvRows(files, "classifications.csv").filter(
    ({ observationID }) => observationID === "urn:antenna:occurrence:1:7",
  );
  expect(others.map(({ classificationID }) => classificationID?.split(":").slice(2).join(":"))).toEqual([
    "prediction:1:71",
    ...["identification:1:9", "identification:1:11", "identification:1:12", "identification:1:13"],
  ]);
});

test("an examined night is a blank observation; other nights have none", async () => {
  const blanks = async (options: Parameters<typeof exporter>[0]) => {
    const { files } = await runArchive(exporter(options), ALL);
    return csvRows(files, OBSERVATIONS).filter(({ observationType }) => observationType === "blank");
  };
  expect(await blanks({})).toEqual([]);
  expect(await blanks({ examined: () => true })).toMatchObject([
    { eventID: "urn:antenna:event:1:3", observationLevel: "event", scientificName: "", count: "" },
  ]);
});

test("without a time zone a request is refused, and so is its preview; times with an offset need none", async () => {
  const unzoned = createCamtrapDpExporter({ source: SOURCE, metadata: METADATA });
  await expect(testExporter(unzoned, ALL)).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
    details: [{ path: ["deployments", 1], code: "no_time_zone" }],
  });
  const ofStation = exporter({ timeZone: ({ id }) => (id === 1 ? "+02:00" : null) });
  const { files } = await runArchive(ofStation, ALL);
  expect(csvRows(files, OBSERVATIONS)[0]?.eventStart).toBe("2023-06-18T22:42:20+02:00");
});

test("missing metadata are listed when the request is made", async () => {
  const { mediaLicense: _, ...bare } = METADATA;
  await expect(testExporter(exporter({ metadata: bare }), ALL)).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
    details: [{ path: ["metadata", "mediaLicense"] }],
  });
});

test("metadata that the profile does not take, and an unknown zone, are mistakes of the programmer", () => {
  const project = { ...METADATA.project, samplingDesign: "haphazard" as "targeted" };
  expect(() => exporter({ metadata: { ...METADATA, project } })).toThrow(TypeError);
  expect(() => exporter({ timeZone: "Europe/Nowhere" })).toThrow(/timeZone/);
});

test("an occurrence without a place or an animal is left out and counted, whatever rowErrors says", async () => {
  const source = changed((row) => (row.id === 1 ? { ...row, count: 0 } : row));
  const { files, skipped } = await runArchive(exporter({ source }), ALL);
  expect(skipped.map(({ details }) => details[0]?.path[1])).toEqual([1, 5, 8, 12]);
  expect(csvRows(files, OBSERVATIONS).some(({ eventID }) => eventID === "urn:antenna:occurrence:1:1")).toBe(false);
});

test("words that the standard does not have are counted, in any letter case those it has are written", async () => {
  const source = changed((row) => ({ ...row, sex: row.id === 1 ? "FEMALE" : "gynandromorph", lifeStage: "adult" }));
  const { files, warnings } = await runArchive(exporter({ source }), ALL);
  expect(csvRows(files, OBSERVATIONS)[0]).toMatchObject({ sex: "female", lifeStage: "adult" });
  expect(warnings).toMatchObject({ VALUES_LEFT_OUT: 6 });
});

test("other opinions that name no taxon are left out and counted, where their table is written", async () => {
  const source = changed(({ identifications = [], ...row }) => ({
    ...row,
    identifications: identifications.map((one) => ({ ...one, taxon: null })),
  }));
  const { files, warnings } = await runArchive(exporter({ source }), ALL);
  const said = csvRows(files, "classifications.csv").map(({ classificationID }) => classificationID);
  expect(said.filter((id) => id?.includes(":identification:"))).toEqual([]);
  // Four identifications, and a prediction that has no taxon.
  expect(warnings).toMatchObject({ OPINIONS_LEFT_OUT: 5 });
  const bare = await runArchive(exporter({ source }), { ...ALL, options: { extensions: [] } });
  expect(bare.warnings).not.toHaveProperty("OPINIONS_LEFT_OUT");
});

test("a request leaves out the other opinions", async () => {
  const { files } = await runArchive(exporter(), { ...ALL, options: { extensions: [] } });
  expect([...files.keys()]).toEqual(["datapackage.json", "deployments.csv", "media.csv", OBSERVATIONS]);
});

test("space, time and taxa of the description are those of the rows as written", async () => {
  const { files } = await runArchive(exporter(), {
    filters: { ...ALL.filters, deployment_id: 1, date_end: "2023-06-19" },
  });
  const descriptor = JSON.parse(files.get("datapackage.json") ?? "") as Readonly<Record<string, unknown>>;
  const names = new Set(csvRows(files, OBSERVATIONS).map(({ scientificName }) => scientificName));
  expect(descriptor).toMatchObject({
    gbifIngestion: { observationLevel: "event" },
    spatial: { type: "Point", coordinates: [-72.5673, 45.5017] },
    taxonomic: [...names].sort().map((scientificName) => ({ scientificName })),
  });
});

test("a sensitive species has no place in any file, and coarse dates say that they are", async () => {
  const policy = createSensitivityPolicy({
    taxa: [{ name: "Deilephila elpenor", category: 0.1 }],
    secret: "the secret of a test that is long enough",
    dates: "month",
  });
  const { files, warnings } = await runArchive(exporter({ policy }), ALL);
  const all = [...files.values()].join("\n");
  expect(all).not.toContain("45.5017");
  expect(all).not.toContain('Ridge ""north""');
  expect(csvRows(files, "deployments.csv")).toContainEqual(
    expect.objectContaining({ timestampIssues: "true", deploymentStart: "2023-06-01T00:00:00-04:00" }),
  );
  expect(warnings).toMatchObject({ TIMES_COARSE: expect.any(Number), SENSITIVITY_POLICY_APPLIED: expect.any(Number) });
});

test("the same rows give the same bytes, whatever the batch size", async () => {
  const [one, other] = await Promise.all([runArchive(exporter(), ALL), runArchive(exporter({ batchSize: 1 }), ALL)]);
  expect(one.bytes.equals(other.bytes)).toBe(true);
});

test("an examined night that cannot be written ends the export, or is left out and counted", async () => {
  const source = sourceWith(({ events }) => ({
    async *events(query, options) {
      for await (const batch of events(query, options))
        yield batch.map((event) => (event.id === 3 ? { ...event, start: "2023-02-30T22:00:00" } : event));
    },
  }));
  const options = { source, examined: () => true };
  await expect(runArchive(exporter(options), ALL)).rejects.toMatchObject({
    ...{ code: "ROW_ENCODING", details: [{ path: ["events", 3, "start"] }] },
  });
  const { files, warnings } = await runArchive(exporter({ ...options, rowErrors: "skip" }), ALL);
  expect(csvRows(files, OBSERVATIONS).filter(({ observationType }) => observationType === "blank")).toEqual([]);
  expect(warnings).toMatchObject({ CORE_ROWS_SKIPPED: 1 });
});
