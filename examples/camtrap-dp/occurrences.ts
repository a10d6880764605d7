/** Occurrences as a Camera Trap Data Package, for GBIF and Agouti's kind of tools. */
import assert from "node:assert/strict";
import { createCamtrapDpExporter } from "vasculum/camtrap-dp";
import { createMemoryOccurrenceSource } from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, testExporter } from "vasculum/testing";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/" });

// #region occurrences
export const CameraTraps = createCamtrapDpExporter({
  source,
  timeZone: ({ id }) => (id === 1 ? "America/Toronto" : "America/Halifax"),
  metadata: {
    mediaLicense: "CC-BY-4.0",
    project: { samplingDesign: "systematicRandom", captureMethod: ["timeLapse"] },
  },
  examined: ({ capturesCount }) => (capturesCount ?? 0) > 0, // as far as the host knows that they were processed
});
// #endregion

const { record, warnings } = await testExporter(CameraTraps, { filters: { apply_defaults: false } });
assert.equal(record.status, "succeeded");
assert.match(`${record.filename}`, /\.zip$/);
// Two stations have no coordinates, which the format cannot say.
assert.deepEqual(
  warnings.map(({ code }) => code).filter((code) => code === "ROWS_SKIPPED"),
  ["ROWS_SKIPPED"],
);

// Without a time zone a request is refused: nothing is guessed.
const unknown = createCamtrapDpExporter({
  source,
  metadata: { mediaLicense: "CC0-1.0", project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] } },
});
await assert.rejects(testExporter(unknown), { code: "METADATA_INCOMPLETE" });
