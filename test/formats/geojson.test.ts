import { describe, expect, test } from "vitest";
import { createRowExporter } from "../../src/formats/create-row-exporter.js";
import { geojson, type GeoJsonOptions } from "../../src/formats/geojson.js";
import type { JsonField } from "../../src/formats/json.js";
import { createMemorySource } from "../../src/sources/memory/create-memory-source.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";
import { geojsonFaults } from "./geojson-faults.js";

interface Row {
  readonly id: number | string | null;
  readonly lon?: unknown;
  readonly lat?: unknown;
}

const FIELDS: readonly JsonField<Row>[] = [
  { name: "id", value: ({ id }) => id },
  { name: "lon", value: ({ lon }) => lon },
  { name: "lat", value: ({ lat }) => lat },
];
const PLACE: GeoJsonOptions = { longitude: "lon", latitude: "lat" };
const ROWS: readonly Row[] = [
  { id: 1, lon: -72.5, lat: 44.25 },
  { id: 2, lon: null, lat: null },
  { id: 3, lon: -73, lat: 44 },
];

async function* batches<Item>(...given: Item[][]): AsyncGenerator<Item[]> {
  yield* given;
}

async function written(rows: readonly Row[], options: Partial<GeoJsonOptions> = {}) {
  const warnings: unknown[] = [];
  const onWarning = (...warning: unknown[]) => void warnings.push(warning);
  const chunks: string[] = [];
  const format = geojson(FIELDS, { ...PLACE, ...options });
  for await (const chunk of format.encode(batches(rows.slice(0, 2), rows.slice(2)), undefined, { onWarning }))
    chunks.push(Buffer.from(chunk).toString());
  return { chunks, text: chunks.join(""), warnings };
}

test("a file is one FeatureCollection, a Feature a line, a chunk a batch, the bbox last", async () => {
  const { chunks, text } = await written(ROWS);
  expect(chunks).toEqual([
    '{"type":"FeatureCollection","features":[\n' +
      '{"type":"Feature","geometry":{"type":"Point","coordinates":[-72.5,44.25]},"properties":{"id":1,"lon":-72.5,"lat":44.25}},\n' +
      '{"type":"Feature","geometry":null,"properties":{"id":2,"lon":null,"lat":null}}',
    ',\n{"type":"Feature","geometry":{"type":"Point","coordinates":[-73,44]},"properties":{"id":3,"lon":-73,"lat":44}}',
    '\n],"bbox":[-73,44,-72.5,44.25]}\n',
  ]);
  expect(geojsonFaults(text)).toEqual([]);
});

test("no rows, and rows without a place, make a valid file without a bbox", async () => {
  expect((await written([])).text).toBe('{"type":"FeatureCollection","features":[\n]}\n');
  for (const rows of [[], [{ id: 1 }]]) {
    const { text } = await written(rows);
    expect(geojsonFaults(text)).toEqual([]);
    expect(text).not.toContain("bbox");
  }
});

test("line by line, each line is a Feature", async () => {
  const { text } = await written(ROWS, { layout: "lines" });
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(geojsonFaults(line, "Feature")).toEqual([]);
  expect((await written([], { layout: "lines" })).text).toBe("");
  const { fileFormat, contentType } = geojson(FIELDS, { ...PLACE, layout: "lines" });
  expect([fileFormat, contentType]).toEqual(["geojsonl", "application/x-ndjson"]);
  const collection = geojson(FIELDS, PLACE);
  expect([collection.fileFormat, collection.contentType]).toEqual(["geojson", "application/geo+json"]);
});

test("points on both sides of 180 degrees have a bbox that crosses it", async () => {
  const { text } = await written([
    { id: 1, lon: 177, lat: -20 },
    { id: 2, lon: -178, lat: -16 },
  ]);
  expect(text).toContain('"bbox":[177,-20,-178,-16]');
  expect(geojsonFaults(text)).toEqual([]);
});

test("an id is a Feature's own where it is a text or a number", async () => {
  const rows = [{ id: 7 }, { id: "a-7" }, { id: -1 }, { id: null }];
  const { text } = await written(rows, { id: "id" });
  const { features } = JSON.parse(text) as { features: { id?: unknown }[] };
  expect(features.map(({ id }) => id)).toEqual([7, "a-7", -1, undefined]);
  expect(geojsonFaults(text)).toEqual([]);
});

test.each([
  [180, 90, true],
  [-180, -90, true],
  ["-72.50", " 44.25 ", true],
  ["1e1", "+.5", true],
  [180.0001, 0, false],
  [0, -90.5, false],
  [44.25, -172.5, false],
  [NaN, 1, false],
  [Infinity, 1, false],
  ["east", 1, false],
  ["0x10", 1, false],
  [1, undefined, false],
  [null, 1, false],
  [true, 1, false],
])("longitude %o, latitude %o: a place is %s", async (lon, lat, isPlace) => {
  const { text, warnings } = await written([{ id: 1, lon, lat }]);
  const { features } = JSON.parse(text) as { features: { geometry: { coordinates: unknown } | null }[] };
  expect(features[0]?.geometry?.coordinates).toEqual(isPlace ? [Number(lon), Number(lat)] : undefined);
  expect(warnings.filter((warning) => String(warning).startsWith("COORDINATES"))).toEqual(
    isPlace ? [] : [["COORDINATES_INVALID", 1, "row 1, geometry"]],
  );
  expect(geojsonFaults(text)).toEqual([]);
});

test("0, 0 is written and counted; what is missing is not counted", async () => {
  const rows = [
    { id: 1, lon: 0, lat: 0 },
    { id: 2, lon: "", lat: null },
    { id: 3, lon: "0", lat: 0 },
    { id: 4, lon: 0, lat: 1 },
  ];
  const { text, warnings } = await written(rows);
  expect(text.match(/\[0,0\]/g)).toHaveLength(2);
  expect(warnings).toEqual([
    ["COORDINATES_ZERO", 1, "row 1, geometry"],
    ["COORDINATES_ZERO", 1, "row 3, geometry"],
  ]);
});

describe("a request", () => {
  const source = createMemorySource(ROWS, { key: ({ id }) => Number(id), inScope: () => true });
  const format = geojson(FIELDS, { ...PLACE, id: "id" });
  const featuresOf = (text: string) => (JSON.parse(text) as { features: unknown[] }).features;

  test("chooses properties, and the geometry by its name", async () => {
    const Exporter = createRowExporter({ source, format });
    const { text } = await testExporter(Exporter, { options: { fields: ["lat", "geometry"] } });
    expect(featuresOf(text)[0]).toEqual({
      ...{ type: "Feature", geometry: { type: "Point", coordinates: [-72.5, 44.25] } },
      properties: { lat: 44.25 },
    });
    const { text: unplaced } = await testExporter(Exporter, { options: { fields: ["id"] } });
    expect(featuresOf(unplaced)[0]).toEqual({ type: "Feature", id: 1, geometry: null, properties: { id: 1 } });
    for (const one of [text, unplaced]) expect(geojsonFaults(one)).toEqual([]);
  });

  test("of a user who may not export places gets none", async () => {
    const Exporter = createRowExporter({ source, format, allowedColumns: () => ["id"] });
    const { text } = await testExporter(Exporter);
    expect(text).not.toMatch(/44|72/);
    await expect(testExporter(Exporter, { options: { fields: ["geometry"] } })).rejects.toMatchObject({
      code: "INVALID_OPTIONS",
    });
  });
});

test("wrong options are refused when the format is made", () => {
  expect(() => geojson(FIELDS, { ...PLACE, longitude: "x" })).toThrow(/"x"/);
  expect(() => geojson(FIELDS, { ...PLACE, id: "key" })).toThrow(/"key"/);
  expect(() => geojson([...FIELDS, { name: "geometry", value: () => null }], PLACE)).toThrow(/"geometry"/);
  expect(() => geojson<Row>([], PLACE)).toThrow(TypeError);
});

describe("the check of the tests", () => {
  const point = (coordinates: unknown): object => ({
    type: "Feature",
    geometry: { type: "Point", coordinates },
    properties: {},
  });
  const collection = (changes: object = {}) =>
    JSON.stringify({ type: "FeatureCollection", features: [point([1, 2])], ...changes });

  test("finds nothing in a file without a fault", () => expect(geojsonFaults(collection())).toEqual([]));

  test.each([
    ["a type of another kind", { type: "Collection" }, "schema"],
    ["no features", { features: undefined }, "schema"],
    ["a Feature without a geometry", { features: [{ type: "Feature", properties: {} }] }, "schema"],
    ["a Feature without properties", { features: [{ type: "Feature", geometry: null }] }, "schema"],
    ["an id that is no text or number", { features: [{ ...point([1, 2]), id: {} }] }, "schema"],
    ["a coordinate that is a text", { features: [point(["1", 2])] }, "schema"],
    ["one coordinate", { features: [point([1])] }, "schema"],
    ["a bbox of three numbers", { bbox: [1, 2, 3] }, "schema"],
    ["a member twice", null, "check-geojson"],
    ["a latitude first", { features: [point([44.25, -172.5])] }, "out of range"],
    ["a bbox that is elsewhere", { bbox: [3, 3, 4, 4] }, "outside the bbox"],
  ])("finds %s", (_name, changes, found) => {
    const text = changes === null ? collection().replace("{", '{"type":"FeatureCollection",') : collection(changes);
    expect(geojsonFaults(text).join()).toContain(found);
  });
});
