import { test } from "vitest";
import { exporterSuite } from "../../../src/testing/exporter-suite/exporter-suite.js";
import { csv } from "../../../src/formats/csv.js";
import { json } from "../../../src/formats/json.js";
import { createRowExporter } from "../../../src/formats/create-row-exporter.js";
import { eventArchive, PHOTOS, SIGHTING, SIGHTINGS, sourceOf, VISIT } from "./meadow.js";

const columns = [{ name: "species", value: ({ species }: (typeof SIGHTINGS)[number]) => species }];
const source = sourceOf(SIGHTINGS);
const EXPORTERS = {
  csv: createRowExporter({ source, format: csv(columns) }),
  json: createRowExporter({ source, format: json(columns) }),
  "archive of events": eventArchive(),
  "archive of occurrences": eventArchive({
    core: { rowType: "Occurrence", fields: [...SIGHTING, ...VISIT] },
    extensions: [PHOTOS],
  }),
};

for (const [name, exporter] of Object.entries(EXPORTERS)) {
  exporterSuite({
    test: (promise, body) => test(`${name} of one's own table: ${promise}`, body),
    create: async () => ({ exporter }),
    cases: [{ filters: {}, rows: SIGHTINGS.length }],
  });
}
