import assert from "node:assert/strict";
import { createFilter, createMemorySource, createRowExporter, csv, type MemoryQuery } from "vasculum";
import { testExporter } from "vasculum/testing";
import { z } from "zod";

interface Detection {
  readonly id: number;
  readonly project: number;
  readonly night: string;
  readonly species: string;
  readonly observer: string;
}

const detections: readonly Detection[] = [
  { id: 1, project: 1, night: "2023-06-18", species: "Noctua pronuba", observer: "Ada" },
  { id: 2, project: 1, night: "2023-06-19", species: "Deilephila elpenor", observer: "Grace" },
  { id: 3, project: 2, night: "2023-06-19", species: "Noctua comes", observer: "Ada" },
];

// #region exporter
const source = createMemorySource(detections, {
  key: ({ id }) => id,
  inScope: ({ project }, { projectId }) => project === projectId,
});

const sinceNight = createFilter({
  schema: z.strictObject({ since: z.iso.date().optional() }),
  apply:
    (query: MemoryQuery<Detection>, { since = "" }) =>
    (row) =>
      query(row) && row.night >= since,
});

export const NightlyDetections = createRowExporter({
  source,
  format: csv<Detection>([
    { name: "night", value: ({ night }) => night },
    { name: "species", value: ({ species }) => species },
    { name: "observer", value: ({ observer }) => observer },
  ]),
  filters: [sinceNight],
  // Observers' names are for user 1 alone.
  allowedColumns: ({ userId }) => (userId === 1 ? ["night", "species", "observer"] : ["night", "species"]),
});
// #endregion

// #region options
const options = { columns: ["species", "night"], delimiter: "semicolon" };
const { text, record } = await testExporter(NightlyDetections, { options, filters: { since: "2023-06-19" } });
assert.equal(text, "species;night\r\nDeilephila elpenor;2023-06-19\r\n");
assert.deepEqual(record.options, options);
// #endregion

const stranger = { id: 2, name: "Grace" };
const own = await testExporter(NightlyDetections, { user: stranger });
assert.equal(own.text.split("\r\n")[0], "night,species");
await assert.rejects(testExporter(NightlyDetections, { user: stranger, options: { columns: ["observer"] } }), {
  code: "INVALID_OPTIONS",
});
await assert.rejects(testExporter(NightlyDetections, { options: { columns: ["weight"], colour: "red" } }), {
  code: "INVALID_OPTIONS",
});

const nothing = await testExporter(NightlyDetections, { filters: { since: "2024-01-01" } });
assert.equal(nothing.record.status, "succeeded");
assert.deepEqual(nothing.warnings, [{ code: "NO_ROWS", count: 1, sample: null }]);
