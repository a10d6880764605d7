/** Rows of any table, and occurrences, as GeoJSON: for QGIS, web maps and R. */
import assert from "node:assert/strict";
import { createMemorySource, createRowExporter, geojson } from "vasculum";
import { createGeoJsonExporter, createMemoryOccurrenceSource } from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, testExporter } from "vasculum/testing";

interface Sighting {
  readonly id: number;
  readonly species: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

const sightings: readonly Sighting[] = [
  { id: 1, species: "Noctua pronuba", lon: -72.5, lat: 44.25 },
  { id: 2, species: "Actias luna", lon: null, lat: null },
];
const source = createMemorySource(sightings, { key: ({ id }) => id, inScope: () => true });

// #region table
const fields = [
  { name: "id", value: ({ id }: Sighting) => id },
  { name: "species", value: ({ species }: Sighting) => species },
  { name: "lon", term: "dwc:decimalLongitude", value: ({ lon }: Sighting) => lon },
  { name: "lat", term: "dwc:decimalLatitude", value: ({ lat }: Sighting) => lat },
];
const format = geojson(fields, { longitude: "lon", latitude: "lat", id: "id" });
export const Sightings = createRowExporter({ source, format });
// #endregion

const { text, record } = await testExporter(Sightings);
assert.match(`${record.filename}`, /\.geojson$/);
assert.deepEqual(JSON.parse(text), {
  type: "FeatureCollection",
  features: [
    {
      ...{ type: "Feature", id: 1, geometry: { type: "Point", coordinates: [-72.5, 44.25] } },
      properties: { id: 1, species: "Noctua pronuba", lon: -72.5, lat: 44.25 },
    },
    {
      ...{ type: "Feature", id: 2, geometry: null },
      properties: { id: 2, species: "Actias luna", lon: null, lat: null },
    },
  ],
  bbox: [-72.5, 44.25, -72.5, 44.25],
});

const occurrences = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
// #region occurrences
export const Occurrences = createGeoJsonExporter({ source: occurrences });
export const Lines = createGeoJsonExporter({ source: occurrences, layout: "lines" });
// #endregion

const { text: lines, record: lined } = await testExporter(Lines, { options: { fields: ["id", "geometry"] } });
const features = lines
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as { readonly properties: object });
assert.equal(features.length, lined.recordCount);
assert.deepEqual(Object.keys(features[0]?.properties ?? {}), ["id"]);
assert.equal((await testExporter(Occurrences)).record.status, "succeeded");
