import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import {
  createTaxaListCsvExporter,
  TAXA_LIST_CSV_COLUMNS,
} from "../../../src/occurrences/tables/create-taxa-list-csv-exporter.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { literalSource, runExport } from "../literal-source.js";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);

type Line = Readonly<Record<string, string>>;

async function linesOf(filters: Readonly<Record<string, number>>, batchSize = 500) {
  const { text, exported } = await runExport(createTaxaListCsvExporter({ source, batchSize }), filters);
  return { text, exported, lines: parse(text, { columns: true }) as Line[] };
}

test("a taxon is written with its parents, and with what its occurrences say", async () => {
  const { lines, exported } = await linesOf({});
  expect(exported).toBe(lines.length);
  expect(lines.map((line) => [line.taxon_id, line.occurrences_count])).toEqual([
    ["4", "1"],
    ["6", "1"],
    ["7", "6"],
    ["9", "1"],
    ["10", "1"],
    ["11", "1"],
  ]);
  expect(lines.find((line) => line.taxon_id === "7")).toEqual({
    taxon_id: "7",
    taxon_name: "Noctua pronuba",
    taxon_rank: "SPECIES",
    taxon_parents: "Animalia | Arthropoda | Insecta | Lepidoptera | Noctuidae | Noctua",
    occurrences_count: "6",
    lowest_score: "0.331",
    highest_score: "0.8",
    mean_score: String((0.8 + 0.8 + 0.49 + 0.331) / 4),
    first_appearance_timestamp: "2023-06-18 22:42:20",
    last_appearance_timestamp: "2023-06-20 00:30:00",
  });
});

test("a taxon whose occurrences have neither scores nor times is counted", async () => {
  const missing = { determinationScore: null };
  const occurrences = OCCURRENCE_FIXTURE.occurrences.map((row) => (row.id === 9 ? { ...row, ...missing } : row));
  const detections = OCCURRENCE_FIXTURE.detections.map((row) => (row.id === 91 ? { ...row, timestamp: null } : row));
  const bare = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, occurrences, detections });
  const { text } = await runExport(createTaxaListCsvExporter({ source: bare }), { taxon_id: 11 });
  expect(text.split("\r\n")[1]).toBe("11,Diptera,ORDER,Animalia | Arthropoda | Insecta,1,,,,,");
});

test("an occurrence that breaks a rule ends the export, since a sum without it would be wrong", async () => {
  const detections = OCCURRENCE_FIXTURE.detections.map((row) => ({ ...row, timestamp: "2023-02-30T22:00:00" }));
  const odd = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, detections });
  const exporter = createTaxaListCsvExporter({ source: odd, rowErrors: "skip" });
  await expect(runExport(exporter)).rejects.toMatchObject({ code: "ROW_ENCODING" });
});

test("the bytes are the same whatever the batch size", async () => {
  const { text } = await linesOf({});
  expect((await linesOf({}, 1)).text).toBe(text);
  expect((await linesOf({}, 4)).text).toBe(text);
});

test("occurrences are read once", async () => {
  const literal = literalSource([]);
  const { text } = await runExport(createTaxaListCsvExporter({ source: literal }));
  expect(text).toBe(`${TAXA_LIST_CSV_COLUMNS.map(({ name }) => name).join(",")}\r\n`);
  expect(literal.queries.map(({ needs }) => needs)).toEqual([["detectionFacts"]]);
});
