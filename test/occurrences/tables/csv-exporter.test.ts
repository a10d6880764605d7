import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { createCsvExporter, type CsvExporterOptions } from "../../../src/occurrences/tables/create-csv-exporter.js";
import type { Occurrence } from "../../../src/occurrences/model/occurrence.js";
import { occurrenceCsvColumns } from "../../../src/occurrences/tables/occurrence-csv-columns.js";
import { bareOccurrence, literalSource, NOCTUA, runExport } from "../literal-source.js";

const STATION = { id: 3, name: "Station, north", latitude: 44.5, longitude: -72.5 };

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
  detectionsCount: 5,
  firstAppearance: "2023-06-18T22:42:20",
  lastAppearance: "2023-06-18T22:48:32.500000",
  bestDetection: {
    id: 8,
    timestamp: "2023-06-18T22:42:20",
    url: "https://media.example.org/crop.jpg",
    bbox: [10.5, 20.25, 110.5, 140.75],
    score: 0.9,
    algorithm: null,
    capture: { id: 4, url: "https://media.example.org/capture.jpg", timestamp: null, width: 4096, height: 2160 },
  },
  bestPrediction: {
    id: 6,
    taxon: NOCTUA,
    algorithm: { id: 2, name: "Vermont moths v3" },
    score: 0.331,
    terminal: true,
  },
  bestIdentification: {
    id: 10,
    user: { id: 2, name: "Ada", email: "ada@example.org" },
    taxon: NOCTUA,
    withdrawn: false,
    comment: "",
    createdAt: "2023-07-01T10:00:00",
    agreedWithAlgorithm: { id: 2, name: "Vermont moths v3" },
    agreedWithUser: { id: 3, name: "", email: "bob@example.org" },
  },
  participantCount: 2,
};

const EXPECTED = {
  id: "12",
  event_id: "45",
  event_name: "Sunday, Jun 18-19 2023",
  deployment_id: "3",
  deployment_name: "Station, north",
  project_id: "1",
  project_name: "Vermont Atlas",
  determination_id: "99",
  determination_name: "Noctua pronuba",
  determination_score: "1.0",
  verification_status: "True",
  best_machine_prediction_name: "Noctua pronuba",
  best_machine_prediction_algorithm: "Vermont moths v3",
  best_machine_prediction_score: "0.331",
  verified_by: "Ada",
  participant_count: "2",
  agreed_with_algorithm: "Vermont moths v3",
  agreed_with_user: "user:3",
  determination_matches_machine_prediction: "True",
  detections_count: "5",
  first_appearance_timestamp: "2023-06-18 22:42:20",
  last_appearance_timestamp: "2023-06-18 22:48:32.500000",
  duration: "0:06:12.500000",
  best_detection_url: "https://media.example.org/crop.jpg",
  best_detection_bbox: "[10.5, 20.25, 110.5, 140.75]",
  best_detection_width: "100.0",
  best_detection_height: "120.5",
  best_detection_capture_url: "https://media.example.org/capture.jpg",
};

async function records(
  occurrences: readonly Occurrence[],
  options: Partial<CsvExporterOptions> = {},
): Promise<Record<string, string>[]> {
  const { text } = await runExport(createCsvExporter({ source: literalSource(occurrences), ...options }));
  return parse(text, { columns: true });
}

test("is known as CSV", () => {
  const { fileFormat, contentType } = createCsvExporter({ source: literalSource([]) });
  expect([fileFormat, contentType]).toEqual(["csv", "text/csv; charset=utf-8"]);
});

test("no occurrences make the header, in the reference's order", async () => {
  const { text, exported } = await runExport(createCsvExporter({ source: literalSource([]) }));
  expect(text).toBe(`${Object.keys(EXPECTED).join(",")}\r\n`);
  expect(exported).toBe(0);
});

test("an occurrence of which everything is known, cell for cell", async () => {
  expect(await records([FULL])).toEqual([EXPECTED]);
});

test("an occurrence of which nothing is known, byte for byte", async () => {
  const { text, exported } = await runExport(createCsvExporter({ source: literalSource([bareOccurrence(1)]) }));
  expect(text.split("\r\n").slice(1)).toEqual([
    "1,,,,,1,Vermont Atlas,99,Noctua pronuba,,False,,,,,0,,,,1,,,,,,,,",
    "",
  ]);
  expect(exported).toBe(1);
});

test("a determination other than the machine's does not match it; without a predicted taxon the match is unknown", async () => {
  const other = { id: 1, taxon: { ...NOCTUA, id: 98 }, algorithm: null, score: null, terminal: false };
  const rows = await records([
    { ...FULL, bestPrediction: other },
    { ...FULL, bestPrediction: { ...other, taxon: null } },
    { ...FULL, determination: null },
  ]);
  expect(rows.map((row) => row.determination_matches_machine_prediction)).toEqual(["False", "", ""]);
});

test("an identification of a deleted user verifies, without a name", async () => {
  const [row] = await records([
    { ...FULL, bestIdentification: { ...FULL.bestIdentification!, user: null, agreedWithUser: null } },
  ]);
  expect([row?.verification_status, row?.verified_by, row?.agreed_with_user]).toEqual(["True", "", ""]);
});

test("an e-mail address appears in agreed_with_user alone, and only when that is asked for", async () => {
  const { text } = await runExport(createCsvExporter({ source: literalSource([FULL]) }));
  expect(text).not.toContain("@example.org");
  const [row] = await records([FULL], { emails: "agreed_with_user" });
  expect([row?.agreed_with_user, row?.verified_by]).toEqual(["bob@example.org", "Ada"]);
  const [addressless] = await records(
    [
      {
        ...FULL,
        bestIdentification: { ...FULL.bestIdentification!, agreedWithUser: { id: 3, name: "Bob", email: null } },
      },
    ],
    { emails: "agreed_with_user" },
  );
  expect(addressless?.agreed_with_user).toBe("Bob");
});

test("a display name that is an e-mail address is not shown either", async () => {
  const [ada, bo] = [
    { id: 2, name: "ada@private.example", email: null },
    { id: 3, name: "Bo <bo@private.example>", email: null },
  ];
  const rows = [{ ...FULL, bestIdentification: { ...FULL.bestIdentification!, user: ada, agreedWithUser: bo } }];
  for (const options of [{}, { emails: "agreed_with_user" } as const]) {
    const [row] = await records(rows, options);
    expect([row?.verified_by, row?.agreed_with_user]).toEqual(["user:2", "user:3"]);
  }
});

test("names that look like formulas are guarded, unless raw data are asked for", async () => {
  const sly = { ...FULL, project: { id: 1, name: "=HYPERLINK(1)" } };
  expect((await records([sly]))[0]?.project_name).toBe("'=HYPERLINK(1)");
  expect((await records([sly], { formulaGuard: false }))[0]?.project_name).toBe("=HYPERLINK(1)");
});

test("the query is by id, asks for what the columns read and for nothing else", async () => {
  const source = literalSource([FULL]);
  await runExport(createCsvExporter({ source }), { event_id: 45 });
  expect(source.queries).toEqual([
    {
      restrictions: [{ kind: "event", id: 45 }],
      order: "id",
      needs: ["identificationFacts", "bestPrediction", "detectionFacts", "bestDetection"],
    },
  ]);
  expect(Object.isFrozen(source.queries[0])).toBe(true);
});

test("fewer columns ask for less; columns of the host's own stand beside the built-in ones", async () => {
  const source = literalSource([FULL]);
  const columns = [
    ...occurrenceCsvColumns().slice(0, 1),
    { name: "rank", needs: [], value: (row: Occurrence) => row.determination?.rank },
  ];
  const { text } = await runExport(createCsvExporter({ source, columns }));
  expect(text).toBe("id,rank\r\n12,SPECIES\r\n");
  expect(source.queries[0]?.needs).toEqual([]);
});

test("the batch size is the host's, and changes no byte", async () => {
  const occurrences = Array.from({ length: 7 }, (_, n) => ({ ...FULL, id: n + 1 }));
  const source = literalSource(occurrences);
  const small = await runExport(createCsvExporter({ source, batchSize: 2 }));
  const large = await runExport(createCsvExporter({ source }));
  expect(source.batchSizes).toEqual([2, 1000]);
  expect(small).toEqual(large);
  expect(small.exported).toBe(7);
});

test("a row that cannot be written fails the export, or is left out with a warning", async () => {
  const broken = { ...FULL, id: 13, firstAppearance: "yesterday" };
  const source = literalSource([FULL, broken, { ...FULL, id: 14 }]);
  await expect(runExport(createCsvExporter({ source }))).rejects.toMatchObject({
    code: "ROW_ENCODING",
    details: [{ path: ["rows", 13, "firstAppearance"] }],
  });
  const { text, exported, skipped } = await runExport(createCsvExporter({ source, rowErrors: "skip" }));
  expect(text.match(/^\d+/gm)).toEqual(["12", "14"]);
  expect(exported).toBe(2);
  expect(skipped.map(({ details }) => details[0]?.path)).toEqual([["rows", 13, "firstAppearance"]]);
});

test("numbers that are none are empty and become a warning", async () => {
  const { text, warnings } = await runExport(
    createCsvExporter({ source: literalSource([{ ...FULL, determinationScore: NaN }]) }),
  );
  expect(parse(text, { columns: true })[0]).toMatchObject({ determination_score: "" });
  expect(warnings).toEqual([["NON_FINITE_NUMBER", 1, "row 12, determination_score"]]);
});

test("mistakes of the host's are found when the exporter is made", () => {
  const source = literalSource([]);
  expect(() => createCsvExporter({ source, batchSize: 0 })).toThrow(TypeError);
  expect(() => createCsvExporter({ source, columns: [] })).toThrow(TypeError);
});
