/** A host with three tables of its own, exported as CSV, JSON and a Darwin Core Archive. */
import assert from "node:assert/strict";
import { ExportRegistry } from "vasculum";
import {
  createCsvExporter,
  createDwcaExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
} from "vasculum/occurrences";
import { createTestService } from "../test-service.js";
import { toDataset } from "./to-dataset.js";

// #region formats
const source = createMemoryOccurrenceSource(toDataset(), { mediaUrl: "https://media.example.org/" });

const registry = new ExportRegistry();
registry.register("occurrences_simple_csv")(createCsvExporter({ source }));
registry.register("occurrences_api_json")(createJsonExporter({ source }));
registry.register("dwca")(
  createDwcaExporter({ source, namespace: "two-valleys", facts: { samplingProtocol: "light trap" } }),
);
// #endregion

const { exportText, exportFile } = createTestService(registry);

const csv = await exportText({ project: 1, format: "occurrences_simple_csv", filters: { deployment_id: 1 } });
assert.equal(csv.record.recordCount, 2);
assert.match(
  csv.text,
  /\r\n100,10,"Sunday, Jun 18-19 2023",1,Orchard,1,Moths of the two valleys,2,Noctua pronuba,0\.91,/,
);

const json = await exportText({ project: 1, format: "occurrences_api_json" });
const occurrences = JSON.parse(json.text) as { id: number; detection_images: string[] }[];
assert.deepEqual(
  occurrences.map(({ id }) => id),
  [100, 101, 102],
);
assert.deepEqual(occurrences[0]?.detection_images, ["https://media.example.org/100.jpg"]);

// The archive applies the project's default filters: the sighting that scored 0.77 stays out.
const archive = await exportFile({ project: 1, format: "dwca" });
assert.equal(archive.record.filename, "moths-of-the-two-valleys_export-3.zip");
assert.equal(archive.record.recordCount, 2);
assert.equal(archive.file.toString("latin1", 0, 2), "PK");
