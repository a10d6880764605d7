import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Kysely } from "kysely";
import { generateSeason } from "../../../examples/season/generate-season.js";
import { loadAntenna } from "../../../examples/season/load-antenna.js";
import type { ColumnType } from "../../../src/formats/column-type.js";
import type { OccurrenceSource } from "../../../src/occurrences/model/occurrence-source.js";
import { createPgliteDialect } from "../../../src/sources/kysely/pglite-dialect.js";
import { createParquetExporter } from "../../../src/occurrences/parquet/create-parquet-exporter.js";
import { createCsvExporter } from "../../../src/occurrences/tables/create-csv-exporter.js";
import { occurrenceTypedColumns } from "../../../src/occurrences/tables/occurrence-typed-columns.js";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { startPglite } from "../../support/pglite.js";
import { generatedSource } from "../../support/generated-source.js";

let db: Kysely<object>;
let directory: string;

beforeAll(async () => {
  const pglite = await startPglite();
  await loadAntenna((sql, values) => pglite.query(sql, [...values]), generateSeason({ occurrences: 2000 }));
  db = new Kysely<object>({ dialect: createPgliteDialect({ pglite }) });
  directory = await mkdtemp(join(tmpdir(), "vasculum-parquet-"));
});

afterAll(async () => {
  await db.destroy();
  await rm(directory, { recursive: true });
});

type Row = Readonly<Record<string, unknown>>;

/** What DuckDB answers about a file, which the query calls `file`. */
async function ask(file: Uint8Array, query: string): Promise<readonly Row[]> {
  const path = join(directory, "file.parquet");
  await writeFile(path, file);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(query.replace("file", `'${path}'`));
    return reader.getRowObjectsJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A cell of DuckDB as the CSV has it, where times are texts. */
function csvText(value: unknown, type: ColumnType = "text"): unknown {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "number") return value;
  return type === "float" && Number.isInteger(value) ? `${value}.0` : String(value);
}

async function exportBoth(source: OccurrenceSource, projectId: number) {
  const columns = occurrenceTypedColumns({ idType: source.idType, details: source.details });
  const csv = await testExporter(createCsvExporter({ source, columns, formulaGuard: false }), { projectId });
  const parquet = await testExporter(createParquetExporter({ source, rowGroupBytes: 100_000 }), { projectId });
  const records = parse(csv.text, { columns: true }) as Readonly<Record<string, string>>[];
  return { columns, records, parquet };
}

test.each([
  ["a season of Antenna's", () => createAntennaSource({ db, mediaUrl: "https://media.example.org/" })],
  ["ten thousand generated occurrences", () => generatedSource(10_000)],
])("DuckDB reads every cell of %s as the CSV of the same export has it", async (_, open) => {
  const { columns, records, parquet } = await exportBoth(open(), 1);
  const selected = columns.map(({ name, type }) =>
    type === "timestamp" ? `strftime(${name}, '%Y-%m-%d %H:%M:%S.%f') as ${name}` : name,
  );
  const rows = await ask(parquet.bytes, `select ${selected.join(", ")} from file order by id`);
  const expected = records.map((record) =>
    columns.map(({ name, type }) => (type === "timestamp" ? withMicros(record[name] ?? "") : record[name])),
  );
  expect(rows.length).toBeGreaterThan(900);
  expect(rows.map((row) => columns.map(({ name, type }) => csvText(row[name], type)))).toEqual(expected);
});

function withMicros(label: string): string {
  return label === "" || label.includes(".") ? label : `${label}.000000`;
}

test("DuckDB finds the types of the columns, and points with their reference system", async () => {
  const { parquet, records } = await exportBoth(createAntennaSource({ db }), 1);
  const described = await ask(parquet.bytes, "describe select * from file");
  const types = Object.fromEntries(described.map(({ column_name: name, column_type: type }) => [String(name), type]));
  expect(types).toMatchObject({
    id: "BIGINT",
    determination_name: "VARCHAR",
    determination_score: "DOUBLE",
    verification_status: "BOOLEAN",
    detections_count: "INTEGER",
    first_appearance_timestamp: "TIMESTAMP",
    geometry: "GEOMETRY('OGC:CRS84')",
  });
  const places = await ask(parquet.bytes, "select geometry::varchar as point from file order by id");
  const points = records.map(({ decimal_longitude: x = "", decimal_latitude: y = "" }) => `POINT (${x} ${y})`);
  expect(new Set(points).size).toBeGreaterThan(1);
  expect(places.map(({ point }) => point)).toEqual(points);
});

test("a place that a policy withholds is in no column, and no point tells it", async () => {
  const source = createAntennaSource({ db });
  const policy = createSensitivityPolicy({
    taxa: [{ name: "Actias luna" }],
    secret: "a secret of these tests, long enough",
  });
  const { bytes } = await testExporter(createParquetExporter({ source, policy }), { projectId: 1 });
  const hidden =
    "select distinct decimal_latitude as lat, geometry::varchar as point from file where information_withheld is not null";
  const rows = await ask(bytes, hidden);
  expect(rows.length).toBeGreaterThan(0);
  const { bytes: open } = await testExporter(createParquetExporter({ source }), { projectId: 1 });
  const exact = (await ask(open, "select distinct decimal_latitude as lat from file")).map(({ lat }) => lat);
  for (const { lat, point } of rows) {
    expect(exact).not.toContain(lat);
    expect(point === null).toBe(lat === null);
  }
});
