import { describe, expect, test } from "vitest";
import { createJsonExporter, type JsonExporterOptions } from "../../../src/occurrences/tables/create-json-exporter.js";
import type {
  Classification,
  ClassifiedDetection,
  Identification,
  Occurrence,
} from "../../../src/occurrences/model/occurrence.js";
import { occurrenceJsonFields } from "../../../src/occurrences/tables/occurrence-json-fields.js";
import { bareOccurrence, literalSource, NOCTUA, runExport } from "../literal-source.js";

const STATION = { id: 3, name: "Station", latitude: 44.5, longitude: -72.5 };
const ALGORITHM = { id: 2, name: "Vermont moths v3" };
const PREDICTION: Classification = { id: 6, taxon: NOCTUA, algorithm: ALGORITHM, score: 0.331, terminal: true };

const IDENTIFICATION: Identification = {
  id: 10,
  user: { id: 2, name: "Ada", email: "ada@example.org" },
  taxon: NOCTUA,
  withdrawn: false,
  comment: "fresh",
  createdAt: "2023-07-01T10:00:00",
  agreedWithAlgorithm: null,
  agreedWithUser: { id: 3, name: "", email: "bob@example.org" },
};

const DETECTION: ClassifiedDetection = {
  id: 8,
  timestamp: "2023-06-18T22:42:20",
  url: "https://media.example.org/crop.jpg",
  bbox: [10.5, 20.25, 110.5, 140.75],
  score: 0.9,
  algorithm: ALGORITHM,
  capture: {
    id: 4,
    url: "https://media.example.org/capture.jpg",
    timestamp: "2023-06-18T22:42:20",
    width: 4096,
    height: 2160,
  },
  classifications: [PREDICTION],
};

const FULL: Occurrence = {
  ...bareOccurrence(12),
  event: {
    id: 45,
    start: "2023-06-18T22:00:00",
    end: "2023-06-19T04:00:00",
    deployment: STATION,
    capturesCount: 9,
    updatedAt: null,
  },
  deployment: STATION,
  determinationScore: 1,
  createdAt: "2023-06-20T08:00:00",
  updatedAt: "2023-06-21T08:00:00.5",
  detectionsCount: 2,
  firstAppearance: "2023-06-18T22:42:20",
  lastAppearance: "2023-06-18T22:48:32",
  bestPrediction: PREDICTION,
  bestIdentification: IDENTIFICATION,
  participantCount: 1,
  detections: [DETECTION, { ...DETECTION, id: 9, url: null, bbox: null, capture: null, classifications: [] }],
  identifications: [IDENTIFICATION, { ...IDENTIFICATION, id: 11, user: null, taxon: null, withdrawn: true }],
  predictions: [PREDICTION],
};

const TAXON = {
  id: 99,
  name: "Noctua pronuba",
  rank: "SPECIES",
  parents: [
    { id: 1, name: "Lepidoptera", rank: "ORDER" },
    { id: 2, name: "Noctuidae", rank: "FAMILY" },
  ],
  parent: { id: 2, name: "Noctuidae", rank: "FAMILY" },
  gbif_taxon_key: 1,
};
const CLASSIFICATION = { id: 6, taxon: TAXON, algorithm: ALGORITHM, score: 0.331, terminal: true };
const BY_ADA = {
  id: 10,
  taxon: TAXON,
  user: { id: 2, name: "Ada" },
  withdrawn: false,
  comment: "fresh",
  created_at: "2023-07-01T10:00:00",
};

const EXPECTED = {
  id: 12,
  event: { id: 45, name: "Sunday, Jun 18-19 2023", date_label: "Sunday, Jun 18-19 2023" },
  deployment: { id: 3, name: "Station" },
  first_appearance_timestamp: "2023-06-18T22:42:20",
  last_appearance_timestamp: "2023-06-18T22:48:32",
  first_appearance_time: "22:42:20",
  duration: "PT6M12S",
  duration_label: "0:06:12",
  determination_id: 99,
  determination: TAXON,
  detections_count: 2,
  detection_images: ["https://media.example.org/crop.jpg"],
  determination_score: 1,
  determination_details: { taxon: TAXON, identification: BY_ADA, prediction: null, score: 1 },
  best_machine_prediction: { taxon: TAXON, algorithm: ALGORITHM, score: 0.331 },
  identifications: [
    BY_ADA,
    { id: 11, taxon: null, user: null, withdrawn: true, comment: "fresh", created_at: "2023-07-01T10:00:00" },
  ],
  detections: [
    {
      id: 8,
      timestamp: "2023-06-18T22:42:20",
      url: "https://media.example.org/crop.jpg",
      capture: {
        id: 4,
        url: "https://media.example.org/capture.jpg",
        timestamp: "2023-06-18T22:42:20",
        width: 4096,
        height: 2160,
      },
      bbox: [10.5, 20.25, 110.5, 140.75],
      width: 100,
      height: 120.5,
      occurrence: 12,
      classifications: [CLASSIFICATION],
    },
    {
      ...{ id: 9, timestamp: "2023-06-18T22:42:20", url: null, capture: null, bbox: null },
      ...{ width: null, height: null, occurrence: 12, classifications: [] },
    },
  ],
  predictions: [CLASSIFICATION],
  created_at: "2023-06-20T08:00:00",
  updated_at: "2023-06-21T08:00:00.5",
};

async function textOf(occurrences: readonly Occurrence[], options: Partial<JsonExporterOptions> = {}): Promise<string> {
  return (await runExport(createJsonExporter({ source: literalSource(occurrences), ...options }))).text;
}

test("is known as JSON", () => {
  const { fileFormat, contentType } = createJsonExporter({ source: literalSource([]) });
  expect([fileFormat, contentType]).toEqual(["json", "application/json"]);
});

test("no occurrences make an empty array", async () => {
  expect(await textOf([])).toBe("[]\n");
});

test("an occurrence of which everything is known, byte for byte", async () => {
  expect(await textOf([FULL])).toBe(`[\n${JSON.stringify(EXPECTED)}\n]\n`);
});

test("an occurrence of which nothing is known has the same keys", async () => {
  const [bare] = JSON.parse(await textOf([bareOccurrence(1)])) as [Record<string, unknown>];
  expect(Object.keys(bare)).toEqual(Object.keys(EXPECTED));
  expect(bare).toMatchObject({
    event: null,
    deployment: null,
    duration: null,
    duration_label: null,
    detection_images: [],
    determination_details: { taxon: TAXON, identification: null, prediction: null, score: null },
    best_machine_prediction: null,
    identifications: [],
    detections: [],
    predictions: [],
    created_at: null,
  });
});

test("members that a source leaves out are null or empty", async () => {
  const { id, project, determination } = FULL;
  const sparse = {
    id,
    project,
    determination,
    event: null,
    deployment: null,
    determinationScore: null,
    createdAt: null,
    updatedAt: null,
  };
  const [row] = JSON.parse(await textOf([sparse])) as [Record<string, unknown>];
  expect(Object.keys(row)).toEqual(Object.keys(EXPECTED));
  expect([row.detections_count, row.detections, row.best_machine_prediction]).toEqual([null, [], null]);
});

test("ids in other catalogues, and what a classification was made from, come where the source has them", async () => {
  const taxon = { ...NOCTUA, parents: [], inatTaxonId: 5, fieldguideId: null };
  const said = { ...PREDICTION, taxon, createdAt: "2023-06-19T04:00:00", appliedToId: null };
  const row = { ...FULL, determination: taxon, predictions: [said] };
  const [{ determination, predictions }] = JSON.parse(await textOf([row])) as [typeof EXPECTED];
  expect(determination).toEqual({
    ...{ ...TAXON, parents: [], parent: null },
    ...{ inat_taxon_id: 5, fieldguide_id: null },
  });
  expect(predictions).toEqual([
    { ...CLASSIFICATION, taxon: determination, created_at: "2023-06-19T04:00:00", applied_to: null },
  ]);
});

test("the first appearance's time is the earliest time of day, as the timestamps show it", async () => {
  const at = (...timestamps: (string | null)[]) => ({
    ...FULL,
    detections: timestamps.map((timestamp, id) => ({ ...DETECTION, id, timestamp })),
  });
  const rows = [
    at("2023-06-18T22:42:20", "2023-06-19T00:30:00.5", null),
    at("2023-06-18T22:42:20+02:00", "2023-06-18T22:42:20.000001Z"),
    at("2023-06-18", null),
    at(),
  ];
  const written = JSON.parse(await textOf(rows)) as { first_appearance_time: unknown }[];
  expect(written.map((row) => row.first_appearance_time)).toEqual(["00:30:00.5", "22:42:20", null, null]);
});

test("without an identification the determination rests on the prediction", async () => {
  const [row] = JSON.parse(await textOf([{ ...FULL, bestIdentification: null }])) as [typeof EXPECTED];
  expect(row.determination_details).toEqual({
    taxon: TAXON,
    identification: null,
    prediction: EXPECTED.best_machine_prediction,
    score: 1,
  });
});

test("e-mail addresses appear nowhere", async () => {
  expect(await textOf([FULL])).not.toContain("@");
});

describe("links to details", () => {
  test("stand after the id where the host builds them", async () => {
    const detailsUrl = ({ id }: Occurrence) => `https://example.org/occurrences/${id}`;
    expect(await textOf([FULL], { detailsUrl })).toMatch(
      /^\[\n\{"id":12,"details":"https:\/\/example\.org\/occurrences\/12","event":/,
    );
  });

  test("that cannot be built make the row unwritable", async () => {
    const detailsUrl = () => {
      throw new TypeError("secret");
    };
    await expect(textOf([FULL], { detailsUrl })).rejects.toMatchObject({
      code: "ROW_ENCODING",
      details: [{ path: ["rows", 12, "details"] }],
    });
  });
});

test("the query is by id, and asks for what the fields read", async () => {
  const source = literalSource([FULL]);
  await runExport(createJsonExporter({ source }), { apply_defaults: true });
  expect(source.queries).toEqual([
    {
      restrictions: [{ kind: "project_defaults" }],
      order: "id",
      needs: [
        "detectionFacts",
        "detections",
        "bestPrediction",
        "identificationFacts",
        "identifications",
        "predictions",
      ],
    },
  ]);
});

test("fields may be the host's own choice", async () => {
  const fields = [
    ...occurrenceJsonFields().slice(0, 1),
    { name: "score", needs: [], value: (row: Occurrence) => row.determinationScore },
  ];
  expect(await textOf([FULL], { fields })).toBe('[\n{"id":12,"score":1}\n]\n');
});

test("numbers that are none are null and become a warning, wherever they stand", async () => {
  const odd = { ...FULL, determinationScore: Infinity, predictions: [{ ...PREDICTION, score: NaN }] };
  const { text, warnings } = await runExport(createJsonExporter({ source: literalSource([odd]) }));
  expect((JSON.parse(text) as unknown[])[0]).toMatchObject({
    determination_score: null,
    predictions: [{ score: null }],
  });
  expect(warnings).toEqual([["NON_FINITE_NUMBER", 3, "row 12, determination_score"]]);
});

test("batches change no byte", async () => {
  const occurrences = Array.from({ length: 7 }, (_, n) => ({ ...FULL, id: n + 1 }));
  expect(await textOf(occurrences, { batchSize: 3 })).toBe(await textOf(occurrences));
});

test("a display name that is an e-mail address is shown nowhere", async () => {
  const [ada, bo] = [
    { id: 2, name: "ada@private.example", email: null },
    { id: 3, name: "Bo <bo@private.example>", email: null },
  ];
  const identification = { ...IDENTIFICATION, user: ada, agreedWithUser: bo };
  const text = await textOf([
    { ...FULL, bestIdentification: identification, identifications: [identification, { ...identification, user: bo }] },
  ]);
  expect(text).not.toContain("private.example");
  const [row] = JSON.parse(text) as [
    { identifications: readonly { user: unknown }[]; determination_details: { identification: unknown } },
  ];
  expect(row.identifications.map(({ user }) => user)).toEqual([
    { id: 2, name: "user:2" },
    { id: 3, name: "user:3" },
  ]);
  expect(row.determination_details.identification).toMatchObject({ user: { id: 2, name: "user:2" } });
});

test("a taxon that its host changes between two exports is written as it then is", async () => {
  const parents = NOCTUA.parents.map((parent) => ({ ...parent }));
  const taxon = { ...NOCTUA, parents };
  const values = occurrenceJsonFields().find(({ name }) => name === "determination");
  const written = () => JSON.stringify(values?.value({ ...bareOccurrence(1), determination: taxon }));
  const before = written();
  expect(written()).toBe(before);
  Object.assign(taxon, { name: "Noctua fimbriata" });
  expect(written()).toContain('"name":"Noctua fimbriata"');
  parents.splice(0, 1);
  expect(written()).not.toContain(`"${NOCTUA.parents[0]?.name}"`);
});
