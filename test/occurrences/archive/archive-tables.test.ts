import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import { archiveExtensions } from "../../../src/occurrences/archive/archive-extensions.js";
import { emofTable } from "../../../src/occurrences/archive/emof-table.js";
import { EVENT_FIELDS } from "../../../src/occurrences/archive/event-fields.js";
import { HUMBOLDT_FIELDS, humboldtTable } from "../../../src/occurrences/archive/humboldt-table.js";
import { MULTIMEDIA_FIELDS, multimediaTable } from "../../../src/occurrences/archive/multimedia-table.js";
import { createEventExtension } from "../../../src/occurrences/archive/occurrence-extension.js";
import { OCCURRENCE_FIELDS } from "../../../src/occurrences/archive/occurrence-fields.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { rowsOf, runArchive } from "./dwca-run.js";
import { ALL, exporter } from "./dwca-sources.js";

const license = "http://creativecommons.org/licenses/by/4.0/legalcode";
const rightsHolder = "The Ridge & Co. <trust>";
const event = "urn:antenna:event:1:1";

test("captures are rows of their event, written once for it; crops are rows of their occurrence", async () => {
  const { files } = await runArchive(exporter(), ALL);
  const rows = rowsOf(files, "multimedia.txt");
  const capture = "https://images.example.org/one/night%201/2%20%C3%BC.jpg";
  const image = { coreid: event, type: "StillImage", format: "image/jpeg", license, rightsHolder };
  expect(rows).toContainEqual({ ...image, occurrenceID: "", identifier: capture, created: "2023-06-18T23:00:00" });
  const crop = { occurrenceID: "urn:antenna:occurrence:1:1", identifier: "https://media.example.org/crops/12.jpg" };
  expect(rows).toContainEqual({ ...image, ...crop, created: "2023-06-18T23:00:00" });
  expect(rows.filter(({ coreid, identifier }) => coreid === event && identifier === capture)).toHaveLength(1);
  expect(rows.every(({ identifier }) => identifier !== "")).toBe(true);
});

test("scores and boxes are measurements, each with its occurrence and who determined it", async () => {
  const { files } = await runArchive(exporter(), ALL);
  const rows = rowsOf(files, "emof.txt").filter(({ occurrenceID }) => occurrenceID === "urn:antenna:occurrence:1:1");
  expect(
    rows.map(({ measurementType, measurementValue, measurementUnit }) => [
      measurementType,
      measurementValue,
      measurementUnit,
    ]),
  ).toEqual([
    ["classificationScore", "0.8", "dimensionless"],
    ["detectionScore", "0.75", "dimensionless"],
    ["boundingBox", "[10.0, 20.0, 110.0, 120.0]", "pixels"],
  ]);
  expect(rows[0]).toMatchObject({
    coreid: event,
    measurementID: "urn:antenna:measurement:1:1:classificationScore",
    measurementDeterminedBy: "Species",
    measurementRemarks: "prediction: Deilephila elpenor",
  });
});

test("each event is an inventory, with its effort and what the host states", async () => {
  const facts = { targetTaxonomicScope: "Lepidoptera", isTaxonomicScopeFullyReported: false, samplingProtocol: "Lamp" };
  const { files } = await runArchive(exporter({ facts }), ALL);
  const [night, evening] = rowsOf(files, "humboldt.txt");
  expect(night).toEqual({
    ...{ coreid: event, siteCount: "1", eventDurationValue: "360", eventDurationUnit: "minutes" },
    ...{ targetTaxonomicScope: "Lepidoptera", isTaxonomicScopeFullyReported: "false", isAbsenceReported: "false" },
    ...{ inventoryTypes: "", protocolNames: "Lamp", isAbundanceReported: "true", samplingPerformedBy: "" },
    ...{ isSamplingEffortReported: "true", samplingEffortProtocol: "" },
    ...{ samplingEffortValue: "6", samplingEffortUnit: "trapHours" },
  });
  expect(evening).toMatchObject({ eventDurationUnit: "", isSamplingEffortReported: "false", samplingEffortUnit: "" });
  const words = await runArchive(exporter({ facts: { samplingEffort: "One lamp, all night" } }), ALL);
  expect(rowsOf(words.files, "humboldt.txt")[0]).toMatchObject({
    ...{ isSamplingEffortReported: "true", samplingEffortProtocol: "One lamp, all night", samplingEffortValue: "" },
  });
});

test("an event without occurrences is an inventory too", async () => {
  const { files } = await runArchive(exporter({ emptyEvents: "include" }), ALL);
  expect(rowsOf(files, "humboldt.txt").map(({ coreid }) => coreid)).toEqual(
    rowsOf(files, "event.txt").map(({ eventID }) => eventID),
  );
});

test("a request chooses tables, and only what these read is asked for", async () => {
  const filesOf = async (extensions: string[]) => {
    const { files } = await runArchive(exporter(), { ...ALL, options: { extensions } });
    return [...files.keys()].filter((name) => name.endsWith(".txt"));
  };
  expect(await filesOf(["humboldt"])).toEqual(["event.txt", "occurrence.txt", "humboldt.txt"]);
  expect(await filesOf([])).toEqual(["event.txt", "occurrence.txt"]);
  const needs = (extensions: string[]) => {
    const scope = { projectId: 1, userId: 2 };
    const run = { dataExport: { id: 1, ...scope, format: "dwca", filters: {}, options: { extensions } }, scope };
    const Exporter = exporter({ occurrenceFields: OCCURRENCE_FIELDS.slice(0, 2) });
    return (new Exporter(run as never) as unknown as { getQueryset(): { needs: unknown } }).getQueryset().needs;
  };
  expect([needs(["multimedia"]), needs(["emof"]), needs(["humboldt"])]).toEqual([
    ["detections"],
    ["bestPrediction", "bestDetection"],
    [],
  ]);
});

test("a host adds, drops and replaces fields and tables", async () => {
  const publisher = { term: "dcterms:publisher", default: "The Ridge" };
  const short = HUMBOLDT_FIELDS.filter(({ term }) => term.endsWith("/siteCount"));
  const extensions = [multimediaTable([...MULTIMEDIA_FIELDS, publisher]), humboldtTable(short)];
  const { files } = await runArchive(exporter({ extensions }), ALL);
  expect([...files.keys()].slice(2, 4)).toEqual(["multimedia.txt", "humboldt.txt"]);
  expect(files.get("meta.xml")).toContain('term="http://purl.org/dc/terms/publisher" default="The Ridge"');
  expect(files.get("humboldt.txt")?.split("\n")[0]).toBe("coreid\tsiteCount");
});

test("with occurrences as the core, each has the fields of its event and its own date", async () => {
  const { files, exported } = await runArchive(exporter({ core: "occurrence", facts: { countryCode: "CA" } }), ALL);
  expect([...files.keys()]).toEqual(["occurrence.txt", "multimedia.txt", "emof.txt", "meta.xml", "eml.xml"]);
  const rows = rowsOf(files, "occurrence.txt");
  expect(rows).toHaveLength(exported);
  expect(Object.keys(rows[0] ?? {})[0]).toBe("occurrenceID");
  expect(rows.find(({ occurrenceID }) => occurrenceID === "urn:antenna:occurrence:1:1")).toMatchObject({
    ...{ eventID: event, scientificName: "Noctua pronuba", countryCode: "CA", decimalLatitude: "45.5017", license },
    ...{ eventDate: "2023-06-18T22:42:20/2023-06-18T22:48:32", eventTime: "22:42:20/22:48:32", day: "18" },
    ...{ samplingEffort: "PT6H", modified: "2023-09-01T12:30:00" },
  });
  expect(rows[0]).not.toHaveProperty("type");
  expect(rows.filter(({ eventID }) => eventID === "").length).toBeGreaterThan(0);
  const [image] = rowsOf(files, "multimedia.txt");
  expect(image?.coreid).toMatch(/^urn:antenna:occurrence:1:/);
  expect(image).not.toHaveProperty("occurrenceID");
  expect(rowsOf(files, "emof.txt")[0]).not.toHaveProperty("occurrenceID");
});

test("all tables name events and occurrences as the host does", async () => {
  const renamed = <Field extends { readonly term: string }>(fields: readonly Field[], name: string, value: unknown) =>
    fields.map((field) =>
      field.term.endsWith(`/${name}`) ? { ...field, value } : field,
    ) as unknown as readonly Field[];
  const nightOf = ({ id }: { readonly id: unknown }) => `night-${id}`;
  const options = {
    eventFields: renamed(EVENT_FIELDS, "eventID", nightOf),
    occurrenceFields: renamed(
      renamed(OCCURRENCE_FIELDS, "eventID", ({ event }: { event: { id: unknown } | null }) => event && nightOf(event)),
      "occurrenceID",
      ({ id }: { readonly id: unknown }) => `moth-${id}`,
    ),
  };
  const { files } = await runArchive(exporter(options), ALL);
  expect(rowsOf(files, "emof.txt")[0]).toMatchObject({ coreid: "night-1", occurrenceID: "moth-1" });
  expect(rowsOf(files, "humboldt.txt")[0]).toMatchObject({ coreid: "night-1" });
  const second = await runArchive(exporter({ ...options, core: "occurrence" }), ALL);
  expect(rowsOf(second.files, "multimedia.txt")[0]).toMatchObject({ coreid: "moth-1" });
});

test.each(["event", "occurrence"] as const)("GBIF's checks find nothing in an archive of core %s", async (core) => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  try {
    const { bytes } = await runArchive(exporter({ core, facts: { samplingProtocol: "Lamp" } }));
    await writeFile(join(directory, "archive.zip"), bytes);
    const { issues } = await validateArchive(join(directory, "archive.zip"), { level: "gbif" });
    // The fixture has a blank in the address of a capture.
    expect(issues.filter(({ code }) => code !== "MULTIMEDIA_URI_INVALID")).toEqual([]);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("the size of batches changes no byte of either shape", async () => {
  for (const core of ["event", "occurrence"] as const) {
    const [one, many] = await Promise.all([1, 100].map((batchSize) => runArchive(exporter({ core, batchSize }), ALL)));
    expect(one?.bytes.equals(many?.bytes ?? Buffer.alloc(0))).toBe(true);
  }
});

test("a station without a valid place is counted once for its event, in each core", async () => {
  const deployments = OCCURRENCE_FIXTURE.deployments.map((each) => (each.id === 1 ? { ...each, latitude: 95 } : each));
  const source = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, deployments });
  const counts = ["event", "occurrence"] as const;
  const runs = await Promise.all(counts.map((core) => runArchive(exporter({ source, core }), ALL)));
  expect(runs.map(({ warnings }) => warnings.COORDINATES_INVALID)).toEqual([2, 2]);
});

const weather = createEventExtension({
  file: "weather.txt",
  rowType: "dwc:MeasurementOrFact",
  fields: [
    { term: "dwc:measurementType", default: "rain" },
    { term: "dwc:measurementValue", value: ({ id }) => Number(id) },
  ],
  rows: (night) => [night],
});

test("a host's table of events has rows of its own", async () => {
  const { files } = await runArchive(exporter({ extensions: [...archiveExtensions(), weather] }), ALL);
  expect(rowsOf(files, "weather.txt")[0]).toEqual({ coreid: event, measurementValue: "1" });
});

test.each([
  ["a table of events", { core: "occurrence", extensions: [emofTable(), weather] } as const, "weather.txt"],
  ["events without occurrences", { core: "occurrence", emptyEvents: "include" } as const, "emptyEvents"],
  ["occurrences without ids", { core: "occurrence", occurrenceFields: OCCURRENCE_FIELDS.slice(0, 1) } as const, "id"],
])("%s need a core of events: they are refused at construction", (_name, options, message) => {
  expect(() => exporter(options)).toThrow(TypeError);
  expect(() => exporter(options)).toThrow(message);
});
