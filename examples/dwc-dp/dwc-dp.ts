/** Occurrences as a Darwin Core Data Package (1.0_DEV, experimental). */
import assert from "node:assert/strict";
import { createDwcDpExporter, DWC_DP_PROFILE } from "vasculum/dwc-dp";
import { createMemoryOccurrenceSource } from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, testExporter } from "vasculum/testing";
import { readPackage } from "./read-package.js";
import { Visits } from "./visits.js";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/" });

// #region occurrences
export const DwcDp = createDwcDpExporter({
  source,
  metadata: { mediaLicense: "CC-BY-4.0" },
  facts: {
    samplingProtocol: "light trap with a camera",
    recordedBy: "The Ridge",
    targetTaxonomicScope: "Lepidoptera",
    isTaxonomicScopeFullyReported: true,
  },
  examined: ({ capturesCount }) => (capturesCount ?? 0) > 0, // as far as the host knows that they were processed
});
// #endregion

const { record, bytes } = await testExporter(DwcDp, { filters: { apply_defaults: false } });
assert.equal(record.status, "succeeded");
const { profile, tables } = await readPackage(bytes);
assert.equal(profile, DWC_DP_PROFILE);
const occurrences = tables.get("occurrence") ?? [];
assert.equal(occurrences.length, record.recordCount);
const accepted = tables.get("identification")?.filter((row) => row["isAcceptedIdentification"] === "true");
assert.deepEqual(
  accepted?.map((row) => [row["occurrence_fk"], row["scientificName"]]),
  occurrences.map((row) => [row["occurrence_pk"], row["scientificName"]]),
);

// A table of visits, which needs no model of occurrences.
const written = await readPackage((await testExporter(Visits)).bytes);
assert.deepEqual([...written.tables.keys()], ["event", "occurrence"]);
assert.deepEqual(
  written.tables.get("occurrence")?.map((row) => [row["event_fk"], row["scientificName"], row["occurrenceStatus"]]),
  [
    ["v1", "Aglais io", "detected"],
    ["v1", "Pieris rapae", "notDetected"],
  ],
);
