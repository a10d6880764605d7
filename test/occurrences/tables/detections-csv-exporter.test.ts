import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import {
  createDetectionsCsvExporter,
  DETECTION_CSV_COLUMNS,
} from "../../../src/occurrences/tables/create-detections-csv-exporter.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { literalSource, runExport } from "../literal-source.js";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/vault/" });

type Line = Readonly<Record<string, string>>;

async function linesOf(filters: Readonly<Record<string, number>>, batchSize = 500) {
  const { text, ...outcome } = await runExport(createDetectionsCsvExporter({ source, batchSize }), filters);
  return { ...outcome, text, lines: parse(text, { columns: true }) as Line[] };
}

test("a detection is written with its capture, its best classification and its determination", async () => {
  const { lines, exported } = await linesOf({ event_id: 1, taxon_id: 7 });
  expect(exported).toBe(lines.length);
  const [first, second] = lines;
  expect(first).toEqual({
    detection_id: "12",
    occurrence_id: "1",
    capture_id: "2",
    capture_path: "/night 1/2 ü.jpg",
    detection_url: "https://media.example.org/vault/crops/12.jpg",
    timestamp: "2023-06-18 22:48:32",
    bbox: "[10.0, 20.0, 110.0, 120.0]",
    best_classification_taxon_id: "7",
    best_classification_taxon_name: "Noctua pronuba",
    best_classification_score: "0.8",
    best_classification_algorithm: "Species",
    determination_id: "7",
    determination_name: "Noctua pronuba",
  });
  expect([second?.detection_id, second?.best_classification_taxon_name]).toEqual(["100", "Deilephila elpenor"]);
});

test("markers are written too, so that lines number what detections_count counts", async () => {
  const { lines, exported } = await linesOf({ event_id: 2, taxon_id: 4 });
  expect(lines.map(({ detection_id: id, bbox }) => [id, bbox])).toEqual([
    ["51", ""],
    ["52", "[10.0, 20.0, 110.0, 120.0]"],
    ["53", "[10.5, 20.25, 110.5, 140.75]"],
    ["81", "[10.0, 20.0, 110.0, 120.0]"],
  ]);
  expect(exported).toBe(4);
});

test("the bytes are the same whatever the batch size", async () => {
  const { text } = await linesOf({});
  expect((await linesOf({}, 1)).text).toBe(text);
  expect((await linesOf({}, 3)).text).toBe(text);
});

test("an occurrence that breaks a rule is left out with all its detections, where the host says so", async () => {
  const detections = OCCURRENCE_FIXTURE.detections.map((row) =>
    row.id === 12
      ? { ...row, timestamp: "2023-02-30T22:00:00" }
      : row.id === 71
        ? { ...row, timestamp: "2023-06-18 22:00:00" }
        : row,
  );
  const odd = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, detections });
  await expect(runExport(createDetectionsCsvExporter({ source: odd }))).rejects.toMatchObject({ code: "ROW_ENCODING" });
  const exporter = createDetectionsCsvExporter({ source: odd, rowErrors: "skip" });
  const { text, skipped, exported } = await runExport(exporter);
  const lines = parse(text, { columns: true }) as Line[];
  expect(skipped).toHaveLength(2);
  expect(lines.filter((line) => line.occurrence_id === "1")).toEqual([]);
  expect(lines.find((line) => line.detection_id === "71")?.timestamp).toBe("2023-06-18 22:00:00");
  expect(exported).toBe(lines.length);
});

test("no detections make a header alone", async () => {
  const { text, exported } = await runExport(createDetectionsCsvExporter({ source: literalSource([]) }));
  expect(text).toBe(`${DETECTION_CSV_COLUMNS.map(({ name }) => name).join(",")}\r\n`);
  expect(exported).toBe(0);
});
