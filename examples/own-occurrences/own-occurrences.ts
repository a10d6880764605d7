/** Occurrences of a host's own: facts that its source derives, and an exporter that reads the public view with every filter. */
import assert from "node:assert/strict";
import { BaseExporter, createSensitivityPolicy, csv } from "vasculum";
import {
  createMemoryOccurrenceSource,
  type Occurrence,
  occurrenceFilterBackends,
  type OccurrenceQuery,
  protectOccurrences,
} from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, testExporter } from "vasculum/testing";
import { type CropRow, evidenceOf } from "./evidence.js";

const crop = { picture: "ridge/0001.jpg", box: [10, 20, 110, 140], species: "Noctua pronuba" };
const crops: readonly CropRow[] = [
  { ...crop, id: 1, file: "1.jpg", taken: "2023-06-18T22:42:20", score: 0.71 },
  { ...crop, id: 2, file: "moth 2.jpg", taken: "2023-06-18T22:44:10", score: 0.93 },
];
const facts = evidenceOf(crops, ["detectionFacts", "bestDetection"]);
assert.deepEqual([facts.detectionsCount, facts.lastAppearance], [2, "2023-06-18T22:44:10"]);
assert.equal(facts.bestDetection?.url, "https://media.example.org/crops/moth%202.jpg");
assert.equal(facts.bestDetection.capture?.url, "https://media.example.org/pictures/ridge/0001.jpg");
assert.ok(!("bestPrediction" in facts));

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
const secret = "kept where the other secrets of the host are";
const policy = createSensitivityPolicy({ stations: [{ id: 1, category: "withheld" }], secret });

// #region exporter
const publicSource = protectOccurrences(source, policy);

class Stations extends BaseExporter<Occurrence, OccurrenceQuery> {
  getSource() {
    return publicSource;
  }
  override getFilterBackends() {
    return occurrenceFilterBackends(publicSource, { applyDefaults: false });
  }
  getFormat() {
    return csv<Occurrence>([
      { name: "species", value: ({ determination }) => determination?.name },
      { name: "station", value: ({ deployment }) => deployment?.name },
    ]);
  }
}
// #endregion
const { record, text } = await testExporter(Stations, { filters: { determination__rank: "SPECIES" } });
assert.equal(record.status, "succeeded");
assert.match(text, /,Place withheld\r\n/);
assert.ok(!text.includes("Ridge")); // the name of station 1
