import { expect, test } from "vitest";
import { NAMESPACES } from "../../../src/values/namespaces.js";
import type { DwcaExporterOptions } from "../../../src/occurrences/archive/create-dwca-exporter.js";
import { EVENT_FIELDS } from "../../../src/occurrences/archive/event-fields.js";
import type { Occurrence, OccurrenceEvent } from "../../../src/occurrences/model/occurrence.js";
import { OCCURRENCE_FIELDS } from "../../../src/occurrences/archive/occurrence-fields.js";
import type { OccurrenceSource } from "../../../src/occurrences/model/occurrence-source.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { parseXml } from "../../../src/dwca/reader/parse-xml.js";
import { textsOf } from "./eml-texts.js";
import { rowsOf, runArchive } from "./dwca-run.js";
import { ALL, changed, exporter, MULTIMEDIA, sourceWith } from "./dwca-sources.js";

const { dwc } = NAMESPACES;

test("events and occurrences come out in the order of events, each with its own identifiers", async () => {
  const { files, expected, exported } = await runArchive(exporter(), ALL);
  const tables = ["event.txt", "occurrence.txt", "multimedia.txt", "emof.txt", "humboldt.txt"];
  expect([...files.keys()]).toEqual([...tables, "meta.xml", "eml.xml"]);
  expect(rowsOf(files, "event.txt").map(({ eventID }) => eventID)).toEqual(
    [1, 2, 5, 10].map((id) => `urn:antenna:event:1:${id}`),
  );
  expect(rowsOf(files, "occurrence.txt").map(({ eventID, occurrenceID }) => `${eventID} ${occurrenceID}`)).toEqual(
    [
      [1, 1],
      [1, 7],
      [1, 9],
      [1, 10],
      [2, 5],
      [2, 8],
      [5, 12],
      [10, 2],
      [10, 11],
      [10, 13],
    ].map(([event, occurrence]) => `urn:antenna:event:1:${event} urn:antenna:occurrence:1:${occurrence}`),
  );
  expect([expected, exported]).toEqual([10, 10]);
});

test("an event's row says when, where and how much", async () => {
  const { files } = await runArchive(
    exporter({ facts: { countryCode: "CA", coordinateUncertaintyInMeters: 30, parentEvents: "deployment" } }),
    ALL,
  );
  const [night, evening, nowhere] = rowsOf(files, "event.txt");
  expect(night).toEqual({
    eventID: "urn:antenna:event:1:1",
    parentEventID: "urn:antenna:deployment:1:1",
    eventType: "Survey",
    eventDate: "2023-06-18T22:00:00/2023-06-19T04:00:00",
    eventTime: "22:00:00/04:00:00",
    year: "2023",
    month: "6",
    day: "18",
    samplingProtocol: "automated light trap with a camera",
    sampleSizeValue: "2",
    sampleSizeUnit: "images",
    samplingEffort: "PT6H",
    locationID: "urn:antenna:location:1:1",
    locality: '=Ridge "north" A',
    countryCode: "CA",
    decimalLatitude: "45.5017",
    decimalLongitude: "-72.5673",
    geodeticDatum: "EPSG:4326",
    coordinateUncertaintyInMeters: "30",
    datasetName: 'Één: "Ridge" 🦋',
    institutionCode: "",
    type: "Event",
    license: "http://creativecommons.org/licenses/by/4.0/legalcode",
    rightsHolder: "The Ridge & Co. <trust>",
    modified: "2023-08-01T00:00:00.000001",
  });
  expect(evening).toMatchObject({
    eventDate: "2023-06-19T21:30:00.123456",
    sampleSizeValue: "",
    sampleSizeUnit: "",
    samplingEffort: "",
  });
  expect(evening).toMatchObject({ decimalLatitude: "", geodeticDatum: "", coordinateUncertaintyInMeters: "" });
  expect(nowhere).toMatchObject({ locationID: "", locality: "", parentEventID: "" });
});

test("an occurrence's row says what, by whom and on what ground", async () => {
  const { files, warnings } = await runArchive(exporter(), ALL);
  const rows = new Map(
    rowsOf(files, "occurrence.txt").map((row) => [Number(row.occurrenceID?.split(":").at(-1)), row]),
  );
  expect(rows.get(1)).toEqual({
    eventID: "urn:antenna:event:1:1",
    occurrenceID: "urn:antenna:occurrence:1:1",
    basisOfRecord: "MachineObservation",
    occurrenceStatus: "present",
    scientificName: "Noctua pronuba",
    scientificNameAuthorship: "(Linnaeus, 1758)",
    taxonRank: "species",
    kingdom: "Animalia",
    phylum: "Arthropoda",
    class: "Insecta",
    order: "Lepidoptera",
    family: "Noctuidae",
    genus: "Noctua",
    specificEpithet: "pronuba",
    infraspecificEpithet: "",
    vernacularName: "Large Yellow Underwing",
    taxonID: "https://www.gbif.org/species/1234567",
    nameAccordingTo: "",
    individualCount: "1",
    identifiedBy: "Species",
    dateIdentified: "",
    identificationVerificationStatus: "unverified",
    identificationRemarks: "score: 0.8",
    eventDate: "2023-06-18T22:42:20/2023-06-18T22:48:32",
    recordedBy: "",
    associatedMedia: "https://media.example.org/crops/12.jpg | https://images.example.org/one/night%201/2%20%C3%BC.jpg",
    modified: "2023-09-01T12:30:00",
  });
  const decided = { basisOfRecord: "MachineObservation", identificationVerificationStatus: "verified" };
  expect(rows.get(7)).toMatchObject({
    ...decided,
    identifiedBy: "王小明",
    identificationRemarks: 'tab here, "quoted" next line',
    taxonID: "urn:antenna:taxon:10",
  });
  expect(rows.get(11)).toMatchObject({ ...decided, identifiedBy: "user:2" });
  expect(rows.get(13)).toMatchObject({
    ...decided,
    identifiedBy: "",
    taxonRank: "genus",
    genus: "Deilephila",
    specificEpithet: "",
  });
  expect(files.get("occurrence.txt")).not.toContain("@example.org");
  expect(warnings).toEqual({ TEXT_REPAIRED: 3, ROWS_LEFT_OUT: 5 });
});

test("a display name that is an address is not written", async () => {
  const user = { id: 9, name: "a@b.org", email: null };
  const source = changed((row) =>
    row.bestIdentification ? { ...row, bestIdentification: { ...row.bestIdentification, user } } : row,
  );
  const { files } = await runArchive(exporter({ source }), ALL);
  expect(files.get("occurrence.txt")).toContain("\tuser:9\t");
  expect(files.get("occurrence.txt")).not.toContain("a@b.org");
});

test("the project's default filters hold unless a request takes them off", async () => {
  const { files } = await runArchive(exporter());
  expect(rowsOf(files, "occurrence.txt").map(({ occurrenceID }) => occurrenceID?.split(":").at(-1))).toEqual([
    "1",
    "5",
    "8",
    "2",
  ]);
  expect(rowsOf(files, "event.txt")).toHaveLength(3);
});

test.each([
  ["all", {}, [1, 2, 3, 5, 10], 1],
  ["those of a station", { deployment_id: 1 }, [1, 3, 10], undefined],
  ["those of another station", { deployment_id: 2 }, [2], 1],
  ["one that has some", { event_id: 2 }, [2], undefined],
  ["one that has none", { event_id: 3 }, [3], undefined],
  ["those of some days", { date_start: "2023-06-21", date_end: "2023-06-30" }, [3], 2],
  ["those of a capture set", { collection_id: 1 }, [1], undefined],
  ["a taxon", { taxon_id: 4, event_id: 1 }, [1], undefined],
  ["a taxon that was seen elsewhere", { taxon_id: 11 }, [1, 3], 4],
  ["the project's own", { apply_defaults: true }, [1, 2, 3, 10], 2],
] as const)(
  "events without occurrences, of %s, are written when they are asked for, and others left out and counted",
  async (_what, given, ids, leftOut) => {
    const filters = { apply_defaults: false, ...given };
    const { files, warnings } = await runArchive(exporter({ emptyEvents: "include" }), { filters });
    const written = ids.map((id) => `urn:antenna:event:1:${id}`);
    expect(rowsOf(files, "event.txt").map(({ eventID }) => eventID)).toEqual(written);
    expect(rowsOf(files, "humboldt.txt").map(({ coreid }) => coreid)).toEqual(written);
    expect(warnings["EVENTS_LEFT_OUT"]).toBe(leftOut);
    expect(warnings).not.toHaveProperty("EVENTS_WITHOUT_OCCURRENCES");
    const omitting = await runArchive(exporter(), { filters });
    expect(rowsOf(omitting.files, "event.txt")).toHaveLength(ids.filter((id) => id !== 3).length);
    expect(omitting.warnings).not.toHaveProperty("EVENTS_LEFT_OUT");
  },
);

test("an `&` of a host is text, in eml.xml as in the rows", async () => {
  const names = ["R&D; yard", "&lt;b&gt;", "a &amp; b"];
  const deployments = OCCURRENCE_FIXTURE.deployments.map((each, index) => ({
    ...each,
    name: names[index % 3] ?? "",
    latitude: 45,
    longitude: -72,
  }));
  const source = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, deployments });
  const { files } = await runArchive(exporter({ source }), ALL);
  const written = new Set(rowsOf(files, "event.txt").flatMap(({ locality }) => locality || []));
  expect([...written]).toContain("R&D; yard");
  const described = textsOf(parseXml(files.get("eml.xml") ?? "")).get("geographicDescription");
  expect(described).toEqual([[...written].join("; ")]);
});

test("eml.xml says of places no more than the rows do", async () => {
  const deployments = OCCURRENCE_FIXTURE.deployments.map((each) => ({
    ...each,
    name: "Oak 14 behind the chapel",
    latitude: 51.498765,
    longitude: 4.761234,
  }));
  const source = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, deployments });
  const rounded = (degrees: number | null | undefined) => (degrees == null ? null : Math.round(degrees * 10) / 10);
  const eventFields = [
    ...EVENT_FIELDS.filter(({ term }) => !/locality|decimalL/.test(term)),
    { term: `${dwc}decimalLatitude`, value: ({ deployment }: OccurrenceEvent) => rounded(deployment?.latitude) },
    { term: `${dwc}decimalLongitude`, value: ({ deployment }: OccurrenceEvent) => rounded(deployment?.longitude) },
  ];
  const { files } = await runArchive(exporter({ source, eventFields }), ALL);
  const texts = textsOf(parseXml(files.get("eml.xml") ?? ""));
  expect(["west", "east", "north", "south"].map((side) => texts.get(`${side}BoundingCoordinate`))).toEqual([
    ["4.8"],
    ["4.8"],
    ["51.5"],
    ["51.5"],
  ]);
  for (const text of files.values()) expect(text).not.toMatch(/498765|761234|Oak 14/);
});

test.each([
  ["Terms of the ridge", ""],
  ["unspecified", ""],
  ["None", ""],
  ["none", ""],
  ["https://ridge.example.org/terms", "https://ridge.example.org/terms"],
  ["CC0_1_0", "http://creativecommons.org/publicdomain/zero/1.0/legalcode"],
])("the licence %j is %j in rows: an address or nothing", async (license, expected) => {
  const { files } = await runArchive(exporter({ metadata: { license } }), ALL);
  for (const row of rowsOf(files, "event.txt")) expect(row.license).toBe(expected);
  for (const row of rowsOf(files, "multimedia.txt")) expect(row.license).toBe(expected);
});

test("a host's own protocol stands in place of the default", async () => {
  const { files } = await runArchive(exporter({ facts: { samplingProtocol: "pitfall trap", countryCode: "GB" } }), ALL);
  for (const row of rowsOf(files, "event.txt"))
    expect(row).toMatchObject({ samplingProtocol: "pitfall trap", countryCode: "GB" });
});

test("the same data gives the same bytes, whatever the size of batches", async () => {
  const runs = await Promise.all(
    [exporter(), exporter({ batchSize: 1 }), exporter({ batchSize: 3 })].map((each) => runArchive(each, ALL)),
  );
  for (const { bytes } of runs) expect(bytes.equals(runs[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
});

test("a host's fields and extensions come from the same pass, and constants need no column", async () => {
  const { files } = await runArchive(
    exporter({
      namespace: "ridge",
      eventFields: [
        ...EVENT_FIELDS.filter(({ term }) => term !== `${dwc}habitat`),
        { term: `${dwc}habitat`, value: ({ id }) => `habitat ${id}` },
      ],
      occurrenceFields: [...OCCURRENCE_FIELDS, { term: `${dwc}lifeStage`, default: "adult" }],
      extensions: [MULTIMEDIA],
    }),
    ALL,
  );
  expect(rowsOf(files, "event.txt")[0]).toMatchObject({ eventID: "urn:ridge:event:1:1", habitat: "habitat 1" });
  expect(rowsOf(files, "occurrence.txt")[0]).not.toHaveProperty("lifeStage");
  expect(files.get("meta.xml")).toContain(`<field term="${dwc}lifeStage" default="adult"/>`);
  expect(rowsOf(files, "multimedia.txt").slice(0, 3)).toEqual([
    { coreid: "urn:ridge:event:1:1", identifier: "https://media.example.org/crops/12.jpg" },
    { coreid: "urn:ridge:event:1:1", identifier: "https://media.example.org/crops/100.jpg" },
    { coreid: "urn:ridge:event:1:1", identifier: "https://media.example.org/crops/71.jpg" },
  ]);
});

test("a source is asked for what the fields and extensions read, and for nothing else", () => {
  const query = (options: Partial<DwcaExporterOptions>) => {
    const Exporter = exporter(options);
    const scope = { projectId: 1, userId: 2 };
    const run = { dataExport: { id: 1, ...scope, format: "dwca", filters: {}, options: {} }, scope };
    return (new Exporter(run as never) as unknown as { getQueryset(): unknown }).getQueryset();
  };
  const minimal = OCCURRENCE_FIELDS.slice(0, 2);
  expect(query({ occurrenceFields: minimal, extensions: [] })).toMatchObject({
    order: "event",
    needs: [],
    restrictions: [{ kind: "has_event" }],
  });
  expect(query({ occurrenceFields: minimal, extensions: [MULTIMEDIA] })).toMatchObject({ needs: ["detections"] });
  expect(query({ extensions: [] })).toMatchObject({
    needs: ["identificationFacts", "bestPrediction", "detectionFacts", "bestDetection"],
  });
});

test.each<[string, Partial<DwcaExporterOptions>]>([
  ["a namespace that is none", { namespace: "ü:1" }],
  ["a batch of nothing", { batchSize: 0 }],
  ["an uncertainty of 0", { facts: { coordinateUncertaintyInMeters: 0 } }],
  ["an uncertainty beyond the earth", { facts: { coordinateUncertaintyInMeters: 1e8 } }],
  ["an uncertainty that is none", { facts: { coordinateUncertaintyInMeters: Number.NaN } }],
  ["a country code that is none", { facts: { countryCode: "UK" } }],
  ["a country code in small letters", { facts: { countryCode: "gb" } }],
  ["a blank protocol", { facts: { samplingProtocol: " " } }],
  ["an unknown fact", { facts: { samplingMethod: "light" } as never }],
  ["an unknown kind of parent events", { facts: { parentEvents: "project" as never } }],
  ["an extension twice", { extensions: [MULTIMEDIA, MULTIMEDIA] }],
  ["events without an id", { eventFields: EVENT_FIELDS.slice(1) }],
  ["metadata that is no EML", { metadata: { pubDate: "soon" } }],
  ["an unknown term", { occurrenceFields: [...OCCURRENCE_FIELDS, { term: `${dwc}moonPhase`, default: "full" }] }],
])("%s is refused at construction", (_name, options) => expect(() => exporter(options)).toThrow(TypeError));

test("coordinates that are no place are not written, and counted by events", async () => {
  const stations = [
    [95.5, 10],
    [Number.NaN, 10],
    [10, -180.01],
    [10, null],
  ] as const;
  for (const [latitude, longitude] of stations) {
    const deployments = OCCURRENCE_FIXTURE.deployments.map((each) =>
      each.id === 1 ? { ...each, latitude, longitude } : each,
    );
    const source = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, deployments });
    const { files, warnings } = await runArchive(
      exporter({ source, facts: { coordinateUncertaintyInMeters: 30 } }),
      ALL,
    );
    const blank = { decimalLatitude: "", decimalLongitude: "", geodeticDatum: "", coordinateUncertaintyInMeters: "" };
    for (const row of rowsOf(files, "event.txt")) expect(row).toMatchObject(blank);
    expect(files.get("eml.xml")).not.toContain("geographicCoverage");
    expect(warnings).toMatchObject({ COORDINATES_INVALID: 2 });
  }
});

test("an event whose occurrences were all skipped is counted, also beside empty ones", async () => {
  const poison = (row: Occurrence): Occurrence =>
    row.event?.id === 2 || row.id === 9 ? { ...row, determination: { ...row.determination, name: 1n } as never } : row;
  const options = { source: changed(poison), rowErrors: "skip" } as const;
  const { files, warnings } = await runArchive(exporter(options), ALL);
  expect(rowsOf(files, "event.txt")).toHaveLength(4);
  expect(warnings).toMatchObject({ EVENTS_WITHOUT_OCCURRENCES: 1 });
  const included = await runArchive(exporter({ ...options, emptyEvents: "include" }), ALL);
  expect(rowsOf(included.files, "event.txt")).toHaveLength(5);
  expect(included.warnings).toMatchObject({ EVENTS_WITHOUT_OCCURRENCES: 1 });
  expect((await runArchive(exporter(), ALL)).warnings).not.toHaveProperty("EVENTS_WITHOUT_OCCURRENCES");
});

test("an export of nothing is an archive, dated as its project", async () => {
  const { files, exported } = await runArchive(exporter(), { filters: { date_start: "2090-01-01" } });
  expect([
    files.get("event.txt")?.split("\n").length,
    files.get("occurrence.txt")?.split("\n").length,
    exported,
  ]).toEqual([2, 2, 0]);
  expect(files.get("eml.xml")).toContain("<pubDate>2023-10-01</pubDate>");
  expect(files.get("eml.xml")).not.toContain("coverage");
});

test("an occurrence that cannot be written fails the export, or is skipped and counted", async () => {
  const poison = (row: Occurrence): Occurrence =>
    row.id === 9 ? { ...row, determination: { ...row.determination, name: 1n } as never } : row;
  const source = changed(poison);
  await expect(runArchive(exporter({ source }), ALL)).rejects.toMatchObject({
    code: "ROW_ENCODING",
    details: [{ path: ["occurrence.txt", 9, "scientificName"] }],
  });
  const { exported, skipped, expected, files } = await runArchive(exporter({ source, rowErrors: "skip" }), ALL);
  expect([expected, exported, skipped.length]).toEqual([10, 9, 1]);
  expect(files.get("occurrence.txt")).not.toContain(":1:9\t");
});

const BOOM = new RangeError("boom");
async function* broken(): AsyncGenerator<never> {
  throw BOOM;
}

test.each<[string, OccurrenceSource]>([
  ["project", sourceWith(() => ({ project: () => Promise.reject(BOOM) }))],
  ["events", sourceWith(() => ({ events: broken }))],
  ["rows", sourceWith(() => ({ batches: broken }))],
  [
    "later rows",
    sourceWith(({ batches }) => ({
      async *batches(query) {
        yield* batches(query);
        throw BOOM;
      },
    })),
  ],
])("a source that fails at its %s fails the export", async (_name, source) => {
  await expect(runArchive(exporter({ source, extensions: [MULTIMEDIA] }), ALL)).rejects.toMatchObject({
    code: "SOURCE_FAILED",
    cause: BOOM,
  });
});

test("a source that forgets an event, or gives an occurrence twice, fails the export", async () => {
  const forgetful = sourceWith(({ events }) => ({
    async *events(query, empty) {
      for await (const batch of events(query, empty)) yield batch.slice(1);
    },
  }));
  await expect(runArchive(exporter({ source: forgetful }), ALL)).rejects.toMatchObject({ code: "FILE_CHECK_FAILED" });
  const doubling = sourceWith(({ batches }) => ({
    async *batches(query) {
      for await (const batch of batches(query)) yield batch.flatMap((row) => [row, row]);
    },
  }));
  await expect(runArchive(exporter({ source: doubling }), ALL)).rejects.toMatchObject({
    code: "SOURCE_ORDER_NOT_UNIQUE",
  });
});

test("a cancel ends the export while the source hangs", async () => {
  const abort = new AbortController();
  const reason = new RangeError("cancelled");
  const source = sourceWith(() => ({
    batches: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => (queueMicrotask(() => abort.abort(reason)), new Promise(() => undefined)),
      }),
    }),
  }));
  await expect(runArchive(exporter({ source }), { ...ALL, signal: abort.signal })).rejects.toBe(reason);
});
