import { gunzipSync } from "node:zlib";
import { fromBufferPromise } from "yauzl";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createAbort } from "../../../src/async/abort.js";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { runArchive } from "../archive/dwca-run.js";
import { ALL, changed, SOURCE, sourceWith } from "../archive/dwca-sources.js";
import { exporter, rowsOf } from "./dwc-dp-sources.js";

/** Leaves nothing out. */
const COMPLETE = sourceWith(() => ({ leftOut: () => Promise.resolve({ no_event: 3 }) }));
/** Leaves out what the project's defaults exclude. */
const BELOW = sourceWith(() => ({ leftOut: () => Promise.resolve({ below_threshold: 1 }) }));
/** Says a count that no cell can hold. */
const UNWRITABLE = sourceWith(({ batches }) => ({
  leftOut: () => Promise.resolve({}),
  async *batches(query) {
    for await (const batch of batches(query))
      yield batch.map((row) => (row.id === 1 ? { ...row, createdAt: "yesterday" } : row));
  },
}));
const idOf = (kind: string, id: number | string) => `urn:antenna:${kind}:1:${id}`;

test("the project contains stations, a station its nights, and each night is a survey", async () => {
  const { files } = await runArchive(exporter({ facts: { recordedBy: "Ridge team", countryCode: "CA" } }), ALL);
  const events = new Map(rowsOf(files, "event").map((row) => [row["event_pk"], row]));
  expect(events.get("urn:antenna:project:1")).toMatchObject({ eventCategory: "context", parentEvent_fk: "" });
  expect(events.get(idOf("deployment", 1))).toMatchObject({
    ...{ eventCategory: "context", eventType: "deployment", parentEvent_fk: "urn:antenna:project:1" },
    ...{ decimalLatitude: "45.5017", decimalLongitude: "-72.5673", geodeticDatum: "EPSG:4326", countryCode: "CA" },
  });
  expect(events.get(idOf("event", 1))).toMatchObject({
    ...{ eventCategory: "survey", eventType: "sampling night", parentEvent_fk: idOf("deployment", 1) },
    ...{ eventDate: "2023-06-18T22:00:00/2023-06-19T04:00:00", eventConductedBy: "Ridge team" },
  });
  expect(rowsOf(files, "survey").find(({ event_fk }) => event_fk === idOf("event", 1))).toMatchObject({
    ...{ survey_pk: idOf("survey", 1), siteCount: "1", eventDurationValue: "360", eventDurationUnit: "minutes" },
    ...{ samplingEffortValue: "6", samplingEffortUnit: "trapHours", samplingPerformedBy: "Ridge team" },
  });
  expect(rowsOf(files, "survey-agent-role")[0]).toMatchObject({
    agent_fk: idOf("recorder", "Ridge%20team"),
    agentRoleOrder: "1",
  });
});

test("a night without animals is a survey where the host says that it was examined", async () => {
  const nights = async (options: Parameters<typeof exporter>[0]) => {
    const { files } = await runArchive(exporter(options), ALL);
    return rowsOf(files, "survey").map(({ event_fk }) => event_fk);
  };
  expect(await nights({})).not.toContain(idOf("event", 3));
  expect(await nights({ examined: () => true })).toContain(idOf("event", 3));
});

test("every occurrence has exactly one accepted identification, and its name", async () => {
  const { files, exported } = await runArchive(exporter(), ALL);
  const accepted = rowsOf(files, "identification").filter((row) => row["isAcceptedIdentification"] === "true");
  const occurrences = rowsOf(files, "occurrence");
  expect(occurrences).toHaveLength(exported);
  const named = (rows: ReturnType<typeof rowsOf>, key: string) =>
    rows.map((row) => [row[key], row["scientificName"], row["identifiedBy"], row["dateIdentified"]]);
  expect(named(accepted, "occurrence_fk")).toEqual(named(occurrences, "occurrence_pk"));
  expect(accepted.find((row) => row["occurrence_fk"] === idOf("occurrence", 7))).toMatchObject({
    ...{ identifiedBy: "王小明", identificationVerificationStatus: "verified", scientificName: "Deilephila elpenor" },
    ...{ genus: "Deilephila", family: "Sphingidae", specificEpithet: "elpenor" },
  });
});

test("people and algorithms are agents who identified, and scores are assertions", async () => {
  const { files } = await runArchive(exporter(), ALL);
  const predicted = rowsOf(files, "identification").find((row) => row["identification_pk"] === idOf("prediction", 71));
  expect(predicted).toMatchObject({
    ...{ identificationType: "media", media_fk: idOf("detection", 71), identifiedByID: idOf("algorithm", 3) },
    identificationVerificationStatus: "unverified",
  });
  expect(rowsOf(files, "agent")).toContainEqual(
    expect.objectContaining({ agent_pk: idOf("algorithm", 3), agentType: "software", preferredAgentName: "Species" }),
  );
  expect(rowsOf(files, "identification-agent-role")).toContainEqual(
    expect.objectContaining({ identification_fk: idOf("prediction", 71), agentRole: "identifier" }),
  );
  expect(rowsOf(files, "occurrence-assertion")).toContainEqual(
    expect.objectContaining({
      ...{ assertionID: "urn:antenna:score:1:classification:71", assertionValue: "0.4" },
      ...{ occurrence_fk: idOf("occurrence", 7), assertionProtocol_fk: idOf("protocol", "classification") },
    }),
  );
  expect(rowsOf(files, "media-assertion")[0]).toMatchObject({ media_fk: idOf("detection", 12), assertionBy: "Finder" });
});

test("contributors have identifiers that do not depend on their place, and their places among those with one role", async () => {
  const orcid = "https://orcid.org/0000-0002-1825-0097";
  const contributors = [
    ...[
      { title: "Ada", role: "contact" },
      { title: "Bo Diaz", role: "author", path: orcid },
    ],
    ...[
      { title: "Cy", role: "contact", path: "https://cy.example.org/" },
      { title: "Ada", role: "contact" },
    ],
  ];
  const { files } = await runArchive(exporter({ metadata: { mediaLicense: "CC0-1.0", contributors } }), ALL);
  const roles = rowsOf(files, "event-agent-role");
  expect(roles.map((row) => [row["agent_fk"], row["agentRole"], row["agentRoleOrder"]])).toEqual([
    ...[
      [idOf("contributor", "Ada"), "contact", "1"],
      [orcid, "author", "1"],
    ],
    [idOf("contributor", "Cy"), "contact", "2"],
  ]);
  expect(rowsOf(files, "agent")).toContainEqual(
    expect.objectContaining({ agent_pk: orcid, agentID: orcid, preferredAgentName: "Bo Diaz" }),
  );
});

test("recorders separated by bars are agents each, in their order", async () => {
  const { files } = await runArchive(exporter({ facts: { recordedBy: "Ann Lee | Bo Diaz" } }), ALL);
  const keys = [idOf("recorder", "Ann%20Lee"), idOf("recorder", "Bo%20Diaz")];
  const agents = rowsOf(files, "agent").filter(({ agent_pk }) => keys.includes(`${agent_pk}`));
  expect(agents.map((row) => row["preferredAgentName"])).toEqual(["Ann Lee", "Bo Diaz"]);
  const first = rowsOf(files, "survey-agent-role").slice(0, 2);
  expect(first.map((row) => [row["agent_fk"], row["agentRoleOrder"]])).toEqual(
    keys.map((key, at) => [key, `${at + 1}`]),
  );
  expect(rowsOf(files, "occurrence")[0]).toMatchObject({
    ...{ recordedBy: "Ann Lee | Bo Diaz", recordedByID: keys.join(" | ") },
  });
});

test("a detection is a region of its picture, in parts of its width and height", async () => {
  const { files } = await runArchive(exporter(), ALL);
  const region = rowsOf(files, "media").find(({ media_pk }) => media_pk === idOf("detection", 12));
  expect(region).toMatchObject({
    ...{ isPartOfMediaID: idOf("capture", 2), derivedFromMediaID: idOf("capture", 2), mediaType: "StillImage" },
    ...{ xFrac: "0.002441", yFrac: "0.009259", widthFrac: "0.024414", heightFrac: "0.046296" },
    ...{ accessURI: "https://media.example.org/crops/12.jpg", usagePolicy_fk: "urn:antenna:usagePolicy:1" },
  });
  const license = "http://creativecommons.org/licenses/by/4.0/legalcode";
  expect(rowsOf(files, "usage-policy")).toMatchObject([
    { license, rightsIRI: license, rights: "", webStatement: license },
  ]);
  expect(rowsOf(files, "event-media")).toContainEqual(
    expect.objectContaining({ media_fk: idOf("capture", 2), event_fk: idOf("event", 1) }),
  );
});

test("a picture has its time with the offset of its station, else its day alone, with a warning", async () => {
  const pictured = async (timeZone?: "Canada/Eastern" | "+02:00") => {
    const { files, warnings } = await runArchive(exporter({ timeZone }), ALL);
    const picture = rowsOf(files, "media").find(({ media_pk }) => media_pk === idOf("capture", 2));
    return { date: picture?.["createDate"], warnings };
  };
  const bare = await pictured();
  expect(bare.date).toMatch(/^2023-06-1\d$/);
  expect(bare.warnings).toMatchObject({ TIMES_LEFT_OUT: 14 });
  const zoned = await pictured("+02:00");
  expect(zoned.date).toMatch(/^2023-06-1\dT\d\d:\d\d:\d\d(?:\.\d+)?\+02:00$/);
  // One picture is of no station.
  expect(zoned.warnings).toMatchObject({ TIMES_LEFT_OUT: 1 });
  expect((await pictured("Canada/Eastern")).date).toMatch(/-04:00$/);
  expect(() => exporter({ timeZone: "Mars" })).toThrow(/timeZone/);
  await expect(runArchive(exporter({ timeZone: () => "Mars" }), ALL)).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
  });
});

test("rights of a licence without an address are its name", async () => {
  const { files } = await runArchive(exporter({ metadata: { mediaLicense: "in-house-1" } }), ALL);
  expect(rowsOf(files, "usage-policy")).toMatchObject([{ rights: "in-house-1", rightsIRI: "", webStatement: "" }]);
});

test("a picture without an address is left out and counted, and what was said on it stays", async () => {
  const source = changed((row) => ({
    ...row,
    detections: (row.detections ?? []).map((one) => ({
      ...one,
      url: null,
      capture: one.capture && { ...one.capture, url: null },
    })),
  }));
  const { files, warnings } = await runArchive(exporter({ source }), ALL);
  expect(rowsOf(files, "media")).toEqual([]);
  expect(rowsOf(files, "identification").length).toBeGreaterThan(0);
  expect(warnings).toMatchObject({ MEDIA_LEFT_OUT: expect.any(Number) });
});

test("the target of the surveys is a table of taxa, and only where the host has one", async () => {
  const facts = { targetTaxonomicScope: "Lepidoptera | Diptera", isTaxonomicScopeFullyReported: true };
  const { files, warnings } = await runArchive(exporter({ facts, source: COMPLETE }), ALL);
  expect(rowsOf(files, "survey-target")).toMatchObject([{ isSurveyTargetFullyReported: "true" }]);
  expect(warnings).not.toHaveProperty("TARGET_NOT_FULLY_REPORTED");
  expect(rowsOf(files, "survey-target-descriptor").map((row) => row["surveyTargetValue"])).toEqual([
    ...["Lepidoptera", "Diptera"],
  ]);
  expect(rowsOf(files, "survey-survey-target")).toHaveLength(rowsOf(files, "survey").length);
  const { files: bare } = await runArchive(exporter(), ALL);
  expect([...bare.keys()].filter((name) => name.includes("target"))).toEqual([]);
});

test.for([
  ["restricts animals", {}, { verified: true, apply_defaults: false }],
  ["cuts nights", {}, { date_start: "2023-06-18", apply_defaults: false }],
  ["leaves out animals without a name", { source: SOURCE }, { apply_defaults: false }],
  ["leaves out what the project's defaults exclude", { source: BELOW }, {}],
  ["skips a row", { source: UNWRITABLE, rowErrors: "skip" }, { apply_defaults: false }],
] as const)("the target is not fully reported by a file that %s, with a warning", async ([, options, filters]) => {
  const facts = { targetTaxonomicScope: "Lepidoptera", isTaxonomicScopeFullyReported: true };
  const { files, warnings } = await runArchive(exporter({ source: COMPLETE, facts, ...options }), { filters });
  expect(rowsOf(files, "survey-target")).toMatchObject([{ isSurveyTargetFullyReported: "false" }]);
  expect(warnings).toMatchObject({ TARGET_NOT_FULLY_REPORTED: 1 });
});

test("an occurrence has the target if its taxon, or one above, is of it", async () => {
  const keyed = async (targetTaxonomicScope: string) => {
    const { files } = await runArchive(exporter({ facts: { targetTaxonomicScope } }), ALL);
    const rows = rowsOf(files, "occurrence").filter(
      ({ surveyTarget_fk }) => surveyTarget_fk === "urn:antenna:surveyTarget:1",
    );
    return new Set(rows.map((row) => row["scientificName"]));
  };
  expect(await keyed("birds | sphingidae")).toContain("Deilephila elpenor");
  expect([...(await keyed("Deilephila elpenor"))]).toEqual(["Deilephila elpenor"]);
  expect([...(await keyed("birds"))]).toEqual([]);
});

test("a taxon without a key of GBIF has no identifier, since none of ours can be resolved", async () => {
  const source = changed((row) => ({
    ...row,
    determination: row.determination && { ...row.determination, gbifTaxonKey: row.id === 1 ? 212 : null },
    identifications: [],
    detections: [],
    bestIdentification: null,
    bestPrediction: null,
  }));
  const { files } = await runArchive(exporter({ source }), ALL);
  const [first, ...others] = rowsOf(files, "occurrence").map((row) => row["taxonID"]);
  expect(first).toBe("https://www.gbif.org/species/212");
  expect(new Set(others)).toEqual(new Set([""]));
});

test("an event of less than a second has no duration, and no effort", async () => {
  const short = { start: "2023-06-18T22:00:00", end: "2023-06-18T22:00:00.100000" };
  const source = sourceWith(({ batches, events }) => ({
    async *batches(query) {
      for await (const batch of batches(query))
        yield batch.map((row) => ({ ...row, event: row.event && { ...row.event, ...short } }));
    },
    async *events(query, options) {
      for await (const batch of events(query, options)) yield batch.map((event) => ({ ...event, ...short }));
    },
  }));
  const { files } = await runArchive(exporter({ source }), ALL);
  expect(rowsOf(files, "survey")[0]).toMatchObject({
    ...{ eventDurationValue: "", eventDurationUnit: "", samplingEffortValue: "", isSamplingEffortReported: "false" },
  });
});

test("the target is fully reported by a file of one station", async () => {
  const facts = { targetTaxonomicScope: "Lepidoptera", isTaxonomicScopeFullyReported: true };
  const filters = { deployment: 1, apply_defaults: false };
  const { files } = await runArchive(exporter({ source: COMPLETE, facts }), { filters });
  expect(rowsOf(files, "survey-target")).toMatchObject([{ isSurveyTargetFullyReported: "true" }]);
});

test("opinions that name no taxon are left out and counted", async () => {
  const of = (isNamed: boolean) =>
    changed(({ detections = [], identifications = [], ...row }) => ({
      ...row,
      identifications: identifications.map((one) => ({ ...one, taxon: isNamed ? one.taxon : null })),
      detections: detections.map((one) => ({
        ...one,
        classifications: one.classifications.map((said) => ({ ...said, taxon: isNamed ? said.taxon : null })),
      })),
    }));
  const written = async (isNamed: boolean) => {
    const { files, warnings } = await runArchive(exporter({ source: of(isNamed) }), ALL);
    const said = rowsOf(files, "identification").filter(
      (row) => !row["identification_pk"]?.includes(":determination:"),
    );
    return { said: said.length, leftOut: warnings["OPINIONS_LEFT_OUT"] ?? 0 };
  };
  const [named, unnamed] = [await written(true), await written(false)];
  expect(named.leftOut).toBe(2);
  expect(unnamed.leftOut).toBe(named.said + named.leftOut);
});

test("an occurrence of no animal is not detected, with a warning", async () => {
  const source = changed((row) => (row.id === 1 ? { ...row, count: 0 } : row));
  const { files, warnings } = await runArchive(exporter({ source }), ALL);
  expect(rowsOf(files, "occurrence")[0]).toMatchObject({ occurrenceStatus: "notDetected", organismQuantity: "0" });
  expect(rowsOf(files, "occurrence")[1]).toMatchObject({ occurrenceStatus: "detected", organismQuantity: "1" });
  expect(warnings).toMatchObject({ ABSENCES_READ_AS_PRESENCES: 1 });
});

test("what the metadata lack is listed when the request is made, and so is a definition that cannot be used", async () => {
  await expect(testExporter(exporter({ metadata: {} }), ALL)).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
    details: [{ path: ["metadata", "mediaLicense"] }],
  });
  await expect(testExporter(exporter({ definitions: "/nowhere" }), ALL)).rejects.toMatchObject({
    code: "METADATA_INCOMPLETE",
    details: expect.arrayContaining([expect.objectContaining({ path: ["definitions", "event"] })]),
  });
});

test("what cannot be meant is a mistake of the programmer", () => {
  expect(() => exporter({ metadata: { homepage: "here" } })).toThrow(TypeError);
  expect(() => exporter({ facts: { countryCode: "XX" } })).toThrow(TypeError);
  expect(() => exporter({ facts: { isTaxonomicScopeFullyReported: true } })).toThrow(/targetTaxonomicScope/);
  expect(() => exporter({ profile: "profile.json" })).toThrow(/profile/);
  expect(() => exporter({ batchSize: 0 })).toThrow(TypeError);
});

test("a request leaves out tables that no other points at", async () => {
  const { files } = await runArchive(exporter(), { ...ALL, options: { extensions: ["event-media"] } });
  const names = [...files.keys()];
  expect(names).toContain("event-media.csv");
  expect(names).not.toContain("occurrence-assertion.csv");
  expect(names).not.toContain("event-agent-role.csv");
});

test("a preview shows rows of every table, and writes no file", async () => {
  const shown = new Map<string | null, number>();
  const scope = { projectId: 1, userId: 2 };
  const preview = new (exporter({ examined: () => true }))({
    dataExport: { id: 7, ...scope, format: "dwc_dp", filters: ALL.filters, options: {} },
    ...{ scope, signal: createAbort().signal },
    tempFile: () => Promise.reject(new TypeError("A preview has no file.")),
    ...{ expected: () => undefined, exported: () => undefined, skipped: () => undefined, warn: () => undefined },
  });
  await preview.preview?.({
    ...{ onCount: () => undefined, onLeftOut: () => undefined, hasFirstRows: false, hasEnough: false },
    onTable: ({ name }) => void shown.set(name, 0),
    onRow: ({ name }) => void shown.set(name, (shown.get(name) ?? 0) + 1),
  });
  expect(shown.get("occurrence.csv")).toBe(10);
  expect([...shown.values()]).not.toContain(0);
});

test("an event that cannot be written ends the export, or is left out with its occurrences", async () => {
  const broken = (id: unknown) => (id === 1 ? { start: "yesterday" } : {});
  const source = sourceWith(({ batches, events }) => ({
    async *batches(query) {
      for await (const batch of batches(query))
        yield batch.map((row) => ({ ...row, event: row.event && { ...row.event, ...broken(row.event.id) } }));
    },
    async *events(query, options) {
      for await (const batch of events(query, options)) yield batch.map((event) => ({ ...event, ...broken(event.id) }));
    },
  }));
  await expect(runArchive(exporter({ source }), ALL)).rejects.toMatchObject({ code: "ROW_ENCODING" });
  const { files, warnings } = await runArchive(exporter({ source, rowErrors: "skip" }), ALL);
  expect(rowsOf(files, "event").map(({ event_pk }) => event_pk)).not.toContain(idOf("event", 1));
  expect(warnings).toMatchObject({ CORE_ROWS_SKIPPED: 1 });
});

test.for(["event", "detach"] as const)("a sensitive species has no exact place in any file (%s)", async (mode) => {
  const policy = createSensitivityPolicy({
    taxa: [{ name: "Deilephila elpenor", category: 0.1 }],
    secret: "the secret of a test that is long enough",
    ...{ dates: "month", mode },
  });
  const { files, warnings } = await runArchive(exporter({ policy }), ALL);
  const all = [...files.values()].join("\n");
  expect(all).not.toContain("45.5017");
  expect(all).not.toContain('Ridge ""north""');
  expect(rowsOf(files, "event").some((row) => row["dataGeneralizations"] !== "")).toBe(true);
  expect(warnings).toMatchObject({ SENSITIVITY_POLICY_APPLIED: expect.any(Number) });
});

test("the same rows give the same bytes, whatever the batch size", async () => {
  const [one, other] = await Promise.all([runArchive(exporter(), ALL), runArchive(exporter({ batchSize: 1 }), ALL)]);
  expect(one.bytes.equals(other.bytes)).toBe(true);
});

test("compressed tables hold what the others hold, and the description names them", async () => {
  const [plain, compressed] = await Promise.all([
    runArchive(exporter(), ALL),
    runArchive(exporter({ compress: "gzip" }), ALL),
  ]);
  const zip = await fromBufferPromise(compressed.bytes);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  const { resources } = JSON.parse(`${files.get("datapackage.json")}`) as {
    readonly resources: readonly { readonly name: string; readonly path: string; readonly bytes: number }[];
  };
  expect(resources.length).toBeGreaterThan(10);
  for (const { name, path, bytes, ...rest } of resources) {
    const file = files.get(path);
    expect(rest).toMatchObject({ compression: "gz", format: "csv" });
    expect([path, bytes]).toEqual([`${name}.csv.gz`, file?.byteLength]);
    expect(gunzipSync(file ?? "").toString()).toBe(plain.files.get(`${name}.csv`));
  }
});
