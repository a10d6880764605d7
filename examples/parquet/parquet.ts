import assert from "node:assert/strict";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { createMemorySource, createRowExporter, type TypedColumn } from "vasculum";
import { parquet } from "vasculum/parquet";
import { testExporter } from "vasculum/testing";

interface Sighting {
  readonly id: bigint;
  readonly project: number;
  readonly night: string;
  readonly species: string;
  readonly weight: string;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

const sightings: readonly Sighting[] = [
  {
    id: 9007199254740993n,
    project: 1,
    night: "2023-06-18",
    species: "Noctua pronuba",
    weight: "0.310",
    longitude: -72.5,
    latitude: 44.25,
  },
  { id: 4n, project: 1, night: "2023-06-19", species: "Noctua comes", weight: "0.1", longitude: null, latitude: null },
];

const source = createMemorySource(sightings, {
  key: ({ id }) => Number(id),
  inScope: ({ project }, { projectId }) => project === projectId,
});

// #region columns
const columns: readonly TypedColumn<Sighting>[] = [
  { name: "id", type: "int64", value: ({ id }) => id },
  { name: "night", type: "date", term: "dwc:eventDate", value: ({ night }) => night },
  { name: "species", term: "dwc:scientificName", value: ({ species }) => species },
  { name: "weight", type: { decimal: [9, 3] }, unit: "g", value: ({ weight }) => weight },
  { name: "longitude", type: "float", term: "dwc:decimalLongitude", value: ({ longitude }) => longitude },
  { name: "latitude", type: "float", term: "dwc:decimalLatitude", value: ({ latitude }) => latitude },
];

export const Sightings = createRowExporter({ source, format: parquet(columns) });
// #endregion

const { bytes, record } = await testExporter(Sightings);
assert.equal(record.status, "succeeded");
const file = new Uint8Array(bytes).buffer;
const [second, first] = await parquetReadObjects({ file });
assert.deepEqual(first, {
  id: 9007199254740993n,
  night: new Date("2023-06-18"),
  species: "Noctua pronuba",
  weight: 0.31,
  longitude: -72.5,
  latitude: 44.25,
  geometry: { type: "Point", coordinates: [-72.5, 44.25] },
});
assert.equal(second?.geometry, null);
assert.deepEqual(
  parquetMetadata(file).key_value_metadata?.map(({ key }) => key),
  ["geo", "columns"],
);
