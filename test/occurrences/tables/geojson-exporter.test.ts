import { expect, test } from "vitest";
import { createGeoJsonExporter } from "../../../src/occurrences/tables/create-geojson-exporter.js";
import { createJsonExporter } from "../../../src/occurrences/tables/create-json-exporter.js";
import type { Occurrence } from "../../../src/occurrences/model/occurrence.js";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { SENSITIVE_RECORDS, SENSITIVE_TAXON } from "../../../src/testing/sensitivity-suite/sensitive-records.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { geojsonFaults } from "../../formats/geojson-faults.js";
import { bareOccurrence, literalSource, runExport } from "../literal-source.js";

interface Feature {
  readonly id: unknown;
  readonly geometry: { readonly coordinates: readonly number[] } | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

const STATION = { id: 3, name: "Station", latitude: 44.5, longitude: -72.5, coordinateUncertaintyInMeters: 30 };
const EVENT = { id: 45, start: "2023-06-18T22:00:00", end: null, capturesCount: 9, updatedAt: null };

async function featuresOf(rows: readonly Occurrence[]) {
  const { text, warnings } = await runExport(createGeoJsonExporter({ source: literalSource(rows) }));
  expect(geojsonFaults(text)).toEqual([]);
  const { features } = JSON.parse(text) as { readonly features: readonly Feature[] };
  return { features, warnings };
}

test("is known as GeoJSON", () => {
  const { fileFormat, contentType } = createGeoJsonExporter({ source: literalSource([]) });
  expect([fileFormat, contentType]).toEqual(["geojson", "application/geo+json"]);
  const lines = createGeoJsonExporter({ source: literalSource([]), layout: "lines" });
  expect([lines.fileFormat, lines.contentType]).toEqual(["geojsonl", "application/x-ndjson"]);
});

test("the properties are the objects of the JSON file, and the uncertainty", async () => {
  const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/" });
  const json = JSON.parse((await testExporter(createJsonExporter({ source }))).text) as { readonly id: unknown }[];
  const { text, record } = await testExporter(createGeoJsonExporter({ source }));
  expect(geojsonFaults(text)).toEqual([]);
  const { features } = JSON.parse(text) as { readonly features: readonly Feature[] };
  expect(json.length).toBeGreaterThan(3);
  expect(record.recordCount).toBe(json.length);
  expect(features.map(({ properties: { coordinate_uncertainty_in_meters: _, ...properties } }) => properties)).toEqual(
    json,
  );
  expect(features.map(({ id }) => id)).toEqual(json.map(({ id }) => id));
});

test("a Feature stands where the station is, else the event's, longitude first", async () => {
  const { features } = await featuresOf([
    { ...bareOccurrence(1), deployment: STATION },
    { ...bareOccurrence(2), event: { ...EVENT, deployment: { ...STATION, longitude: 10 } } },
    bareOccurrence(3),
    { ...bareOccurrence(4), deployment: { ...STATION, latitude: null, longitude: null } },
  ]);
  expect(features.map(({ geometry }) => geometry?.coordinates)).toEqual([
    [-72.5, 44.5],
    [10, 44.5],
    undefined,
    undefined,
  ]);
  expect(features.map(({ properties }) => properties.coordinate_uncertainty_in_meters)).toEqual([30, 30, null, 30]);
});

test("a station that is no place is counted", async () => {
  const { features, warnings } = await featuresOf([
    { ...bareOccurrence(1), deployment: { ...STATION, longitude: -182 } },
    { ...bareOccurrence(2), deployment: { ...STATION, longitude: 0, latitude: 0 } },
  ]);
  expect(features.map(({ geometry }) => geometry?.coordinates)).toEqual([undefined, [0, 0]]);
  expect(warnings).toEqual([
    ["COORDINATES_INVALID", 1, "row 1, geometry"],
    ["COORDINATES_ZERO", 1, "row 2, geometry"],
  ]);
});

test("of a sensitive station the Point is the grid's, with its uncertainty", async () => {
  const secret = "a secret of at least thirty-two characters";
  const policy = createSensitivityPolicy({ taxa: [{ name: SENSITIVE_TAXON }], secret });
  const source = createMemoryOccurrenceSource(SENSITIVE_RECORDS);
  const { text } = await testExporter(createGeoJsonExporter({ source, policy }));
  expect(geojsonFaults(text)).toEqual([]);
  const { features } = JSON.parse(text) as { readonly features: readonly Feature[] };
  const hidden = features.filter(({ properties }) => properties.data_generalizations !== null);
  expect(hidden).toHaveLength(4);
  for (const { geometry, properties } of hidden) {
    expect(geometry?.coordinates.every((degrees) => /^\d+\.\d5$/.test(String(degrees)))).toBe(true);
    expect(properties.coordinate_uncertainty_in_meters).toBeGreaterThan(5000);
  }
});

test("a request chooses what is read", async () => {
  const source = literalSource([{ ...bareOccurrence(1), deployment: STATION }]);
  const { text } = await testExporter(createGeoJsonExporter({ source }), { options: { fields: ["id", "geometry"] } });
  expect(text).toContain('"properties":{"id":1}}');
  expect(source.queries.map(({ needs }) => needs)).toEqual([[]]);
});
