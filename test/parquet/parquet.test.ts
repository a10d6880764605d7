import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import type { CsvValue } from "../../src/formats/csv.js";
import type { ColumnType } from "../../src/formats/column-type.js";
import type { TypedColumn } from "../../src/formats/typed-column.js";
import { parquet, type ParquetOptions } from "../../src/parquet/parquet.js";
import { collect } from "../support/collect.js";

interface Moth {
  readonly id: number;
  readonly value: CsvValue;
}

async function* batches<Row>(...given: Row[][]): AsyncGenerator<Row[]> {
  yield* given;
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<ArrayBuffer> {
  const bytes = Buffer.concat(await collect(chunks));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** The values as another reader finds them in a column of this type. */
async function cells(type: ColumnType | undefined, ...values: CsvValue[]): Promise<unknown[]> {
  const rows = values.map((value, id) => ({ id, value }));
  const file = await bytesOf(parquet<Moth>([columnOf(type)]).encode(batches(rows)));
  return (await parquetReadObjects({ file, utf8: false })).map(({ value }) => value);
}

function columnOf(type: ColumnType | undefined): TypedColumn<Moth> {
  return { name: "value", ...(type === undefined ? {} : { type }), value: ({ value }) => value };
}

test.each<[ColumnType | undefined, CsvValue, unknown]>([
  [undefined, "Noctua", "Noctua"],
  [undefined, "", ""],
  [undefined, 100, "100"],
  [undefined, 10n ** 20n, "100000000000000000000"],
  [undefined, true, "True"],
  [undefined, "007", "007"],
  ["text", "\u{1F98B} \uD800", "\u{1F98B} \uFFFD"],
  ["text", Buffer.from([0, 255]), "AP8="],
  ["float", 0.1, 0.1],
  ["float", 100n, 100],
  ["int32", -(2 ** 31), -(2 ** 31)],
  ["int64", 9007199254740993n, 9007199254740993n],
  ["int64", "-9223372036854775808", -(2n ** 63n)],
  ["int64", 2 ** 40, 2n ** 40n],
  ["boolean", 1, true],
  ["boolean", false, false],
  ["date", "1582-10-15", new Date("1582-10-15")],
  ["timestamp", "2023-06-18 22:42", new Date("2023-06-18T22:42:00Z")],
  ["instant", "2023-06-18T22:42:20.5+02:00", new Date("2023-06-18T20:42:20.500Z")],
  [{ decimal: [5, 2] }, "-123.4", -123.4],
  [{ decimal: [5, 2] }, "1.5e1", 15],
  [{ decimal: [38, 0] }, 7, 7],
  ["binary", new Uint8Array([0, 255]), new Uint8Array([0, 255])],
  ["int32", null, null],
  ["text", undefined, null],
])("in a column of %o, %o is %o", async (type, value, expected) => {
  // The null makes a column of one value no column of one value.
  expect(await cells(type, value, null)).toEqual([expected, null]);
});

test.each<[ColumnType, CsvValue]>([
  ["int32", 2 ** 31],
  ["int64", 2n ** 63n],
  ["int64", "007"],
  ["int64", "1.0"],
  ["int64", 0.5],
  ["float", "0.1"],
  ["float", 2n ** 53n + 1n],
  ["boolean", 2],
  ["date", "2023-02-29"],
  ["date", "2023-06"],
  ["timestamp", "yesterday"],
  ["instant", "2023-06-18T22:42:20"],
  [{ decimal: [5, 2] }, "0.001"],
  [{ decimal: [5, 2] }, "1000"],
  [{ decimal: [5, 2] }, "one"],
  ["binary", "AP8="],
])("a column of %o refuses %o, and names the row", async (type, value) => {
  const format = parquet<Moth>([columnOf(type)]);
  const refused: unknown[] = [];
  const rows = [{ id: 4, value }];
  await collect(format.encode(batches(rows), (error) => refused.push(error.details[0]?.path)));
  expect(refused).toEqual([["rows", 4, "value"]]);
  await expect(collect(format.encode(batches(rows)))).rejects.toSatisfy(ExportError.is);
});

test("values that a type cannot hold are counted, with their first place", async () => {
  const warnings: unknown[] = [];
  const onWarning = (...warning: unknown[]) => warnings.push(warning);
  const columns: TypedColumn<{ id: number; score: number; seen: string }>[] = [
    { name: "score", type: "float", value: ({ score }) => score },
    { name: "seen", type: "timestamp", value: ({ seen }) => seen },
  ];
  const rows = [
    { id: 7, score: Number.NaN, seen: "2023-06-18T22:42:20+02:00" },
    { id: 8, score: Number.POSITIVE_INFINITY, seen: "2023-06-18" },
  ];
  const file = await bytesOf(parquet(columns).encode(batches(rows), undefined, { onWarning }));
  expect(await parquetReadObjects({ file })).toEqual([
    { score: null, seen: new Date("2023-06-18T22:42:20Z") },
    { score: null, seen: null },
  ]);
  expect(warnings).toEqual([
    ["NON_FINITE_NUMBER", 2, "row 7, score"],
    ["TIME_SIMPLIFIED", 1, "row 7, seen"],
    ["TIME_INCOMPLETE", 1, "row 8, seen"],
  ]);
});

interface Station {
  readonly id: number;
  readonly lon: number | string | null;
  readonly lat: number | null;
}

const PLACE: readonly TypedColumn<Station>[] = [
  { name: "id", type: "int64", value: ({ id }) => id },
  { name: "lon", term: "dwc:decimalLongitude", unit: "degree", value: ({ lon }) => lon },
  { name: "lat", type: "float", term: "http://rs.tdwg.org/dwc/terms/decimalLatitude", value: ({ lat }) => lat },
];
const STATIONS: Station[] = [
  { id: 1, lon: "-72.5", lat: 44.25 },
  { id: 2, lon: null, lat: 44 },
  { id: 3, lon: 181, lat: 0 },
  { id: 4, lon: 10, lat: -90 },
];

async function metadataOf(options?: ParquetOptions, rows = STATIONS): Promise<FileMetaData> {
  return parquetMetadata(await bytesOf(parquet(PLACE, options).encode(batches(rows))));
}

function keyValues({ key_value_metadata: pairs = [] }: FileMetaData): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map(({ key, value = "" }) => [
      key,
      value.startsWith("{") || value.startsWith("[") ? JSON.parse(value) : value,
    ]),
  );
}

test("a pair of coordinates makes points, with the box of those that were written", async () => {
  const warnings: unknown[] = [];
  const onWarning = (...warning: unknown[]) => warnings.push(warning);
  const file = await bytesOf(parquet(PLACE).encode(batches(STATIONS), undefined, { onWarning }));
  expect((await parquetReadObjects({ file })).map(({ geometry }) => geometry)).toEqual([
    { type: "Point", coordinates: [-72.5, 44.25] },
    null,
    null,
    { type: "Point", coordinates: [10, -90] },
  ]);
  expect(warnings).toEqual([["COORDINATES_INVALID", 1, "row 3"]]);
  expect(keyValues(parquetMetadata(file)).geo).toMatchObject({
    version: "1.1.0",
    primary_column: "geometry",
    columns: {
      geometry: {
        encoding: "WKB",
        geometry_types: ["Point"],
        bbox: [-72.5, -90, 10, 44.25],
        crs: { id: { code: "CRS84" } },
      },
    },
  });
});

test("terms as IRIs and units stand beside the file and beside each column", async () => {
  const metadata = await metadataOf({ metadata: { title: "Stations" } });
  const lon = { name: "lon", type: "text", term: "http://rs.tdwg.org/dwc/terms/decimalLongitude", unit: "degree" };
  expect(keyValues(metadata)).toMatchObject({
    title: "Stations",
    columns: [{ name: "id", type: "int64" }, lon, { type: "float" }],
  });
  expect(metadata.row_groups[0]?.columns[1]?.meta_data?.key_value_metadata).toEqual([
    { key: "term", value: lon.term },
    { key: "unit", value: "degree" },
  ]);
});

test("a row group holds about as many bytes as it may", async () => {
  const rows = Array.from({ length: 100 }, (_, id) => ({ id, lon: id, lat: 0 }));
  const format = parquet(PLACE, { rowGroupBytes: 500 });
  const file = await bytesOf(format.encode(batches(...rows.map((row) => [row]))));
  const { row_groups: groups, num_rows: count } = parquetMetadata(file);
  expect([count, groups.length]).toEqual([100n, 10]);
  expect((await parquetReadObjects({ file })).map(({ id }) => Number(id))).toEqual(rows.map(({ id }) => id));
});

test.each(["snappy", "gzip", "none"] as const)(
  "a file can be compressed by %s, and is the same each time",
  async (compression) => {
    const [one, other] = [await metadataOf({ compression }), await metadataOf({ compression })];
    const codecs = { snappy: "SNAPPY", gzip: "GZIP", none: "UNCOMPRESSED" };
    expect(one.row_groups[0]?.columns[0]?.meta_data?.codec).toBe(codecs[compression]);
    expect(other).toEqual(one);
    const bytes = async () => Buffer.from(await bytesOf(parquet(PLACE, { compression }).encode(batches(STATIONS))));
    expect(await bytes()).toEqual(await bytes());
  },
);

test("no rows make a valid file", async () => {
  const file = await bytesOf(parquet(PLACE).encode(batches<Station>()));
  expect(await parquetReadObjects({ file })).toEqual([]);
  expect(parquetMetadata(file).schema.map(({ name }) => name)).toEqual(["schema", "id", "lon", "lat", "geometry"]);
});

function configured(values: Readonly<Record<string, unknown>>): AsyncIterable<Uint8Array> {
  const format = parquet(PLACE).configure?.(values);
  if (format === undefined) throw new TypeError("The format takes no options.");
  return format.encode(batches(STATIONS));
}

test("a request chooses columns and compression; without the place there are no points", async () => {
  const { schema, row_groups: groups } = parquetMetadata(
    await bytesOf(configured({ columns: ["lat", "id"], compression: "none" })),
  );
  expect(schema.map(({ name }) => name)).toEqual(["schema", "lat", "id"]);
  expect(groups[0]?.columns[0]?.meta_data?.codec).toBe("UNCOMPRESSED");
  expect(() => configured({ compression: "lzo" })).toThrow();
});

function shown(columns: readonly TypedColumn<Moth>[]) {
  const parts = parquet(columns).cells?.(batches<Moth>([{ id: 1, value: 1 }]));
  if (parts === undefined) throw new TypeError("The format shows no cells.");
  return parts;
}

test("a preview shows the cells as text", async () => {
  const columns: TypedColumn<Moth>[] = (
    ["date", "timestamp", "instant", { decimal: [6, 3] }, "float", "boolean"] as const
  ).map((type, index) => ({ name: String(index), type, value: () => VALUES[index] }));
  const VALUES = ["1899-12-31", "1969-12-31T23:59:59.25", "2023-06-18T22:42:20+02:00", "-0.5", 3, false];
  const [rows] = await collect(shown(columns));
  expect(rows).toEqual([
    ["1899-12-31", "1969-12-31T23:59:59.250000", "2023-06-18T20:42:20Z", "-0.500", "3.0", "False"],
  ]);
});

test.each<[string, () => unknown]>([
  ["no column", () => parquet([])],
  ["a name that repeats", () => parquet([columnOf("text"), columnOf("text")])],
  ["a column with the name of the points", () => parquet([...PLACE, { name: "geometry", value: () => 1 }])],
  ["a decimal of 39 digits", () => parquet([columnOf({ decimal: [39, 0] })])],
  ["a decimal with more digits after the point than digits", () => parquet([columnOf({ decimal: [2, 3] })])],
  ["a row group of nothing", () => parquet(PLACE, { rowGroupBytes: 0 })],
  ["metadata of the file's own", () => parquet(PLACE, { metadata: { geo: "" } })],
])("a format with %s is refused when it is made", (_, make) => {
  expect(make).toThrow(TypeError);
});
