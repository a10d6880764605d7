/** What an export would be, before anybody asks for it: on the page of a host, or before a night's run. */
import assert from "node:assert/strict";
import { createMemorySource, createPreviewer, createRowExporter, csv, ExportRegistry } from "vasculum";
import { createTestService } from "../test-service.js";

interface Sighting {
  readonly id: number;
  readonly seen: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly species: string;
}

const sightings: readonly Sighting[] = [
  { id: 1, seen: "2024-06-01", latitude: 46.5, longitude: 8.1, species: "Noctua pronuba" },
  { id: 2, seen: "2024-06-02", latitude: 46.5, longitude: 8.1, species: "=Deilephila elpenor" },
  { id: 3, seen: "2024-06-02", latitude: 46.9, longitude: 8.4, species: "Noctua comes" },
];
const source = createMemorySource(sightings, { key: ({ id }) => id, inScope: () => true });

// #region terms
const columns = csv<Sighting>([
  { name: "species", value: ({ species }) => species },
  { name: "seen", term: "dwc:eventDate", value: ({ seen }) => seen },
  { name: "lat", term: "dwc:decimalLatitude", value: ({ latitude }) => latitude },
  { name: "lon", term: "dwc:decimalLongitude", value: ({ longitude }) => longitude },
]);
// #endregion

const registry = new ExportRegistry();
registry.register("sightings")(createRowExporter({ source, format: columns }));
const { service, user } = createTestService(registry);

// #region preview
const previewer = createPreviewer(service);
const preview = await previewer.preview({ project: 1, format: "sightings" }, { user });
assert.equal(preview.count, 3);
assert.deepEqual(preview.nights, [
  { night: "2024-06-01", count: 1 },
  { night: "2024-06-02", count: 2 },
]);
assert.deepEqual(preview.extent?.box, { west: 8.1, south: 46.5, east: 8.4, north: 46.9 });
// As the file will have them: a text that a spreadsheet would run is made harmless here too.
assert.deepEqual(preview.tables?.[0]?.rows[1], ["'=Deilephila elpenor", "2024-06-02", "46.5", "8.1"]);
// #endregion
assert.deepEqual(preview.unfinished, []);
assert.equal((await service.list({ user })).count, 0);
