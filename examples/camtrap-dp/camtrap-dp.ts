/**
 * A Camera Trap Data Package (Camtrap DP 1.0) as CSV and as a Darwin Core Archive. Reads the folder that is its argument; without one the
 * standard's own sample where it lies beside the project, else the tiny package of this example.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createCsvExporter, createDwcaExporter, createMemoryOccurrenceSource, ExportRegistry } from "vasculum";
import { createTestService } from "../test-service.js";
import { readPackage } from "./read-package.js";
import { readTable } from "./read-table.js";
import { toDataset } from "./to-dataset.js";

const sample = join(import.meta.dirname, "../../../shared/real/camtrap-dp-mica");
const folder = process.argv[2] ?? (existsSync(sample) ? sample : join(import.meta.dirname, "package"));

// #region source
const camtraps = await readPackage(folder);
const source = createMemoryOccurrenceSource(toDataset(camtraps), { idType: "string" });

const registry = new ExportRegistry();
registry.register("occurrences_simple_csv")(createCsvExporter({ source }));
registry.register("dwca")(createDwcaExporter({ source, namespace: "camtrap", emptyEvents: "include", facts: { samplingProtocol: "camera trap" } }));
// #endregion

const { exportText, exportFile } = createTestService(registry, { projectIdType: "string" });
const project = camtraps.facts.name;
const ofEvents = camtraps.observations.filter(({ observationLevel }) => observationLevel === "event");
const animals = ofEvents.filter(({ observationType }) => observationType === "animal");
const by = (method: string) => animals.filter(({ classificationMethod }) => classificationMethod === method).length;

const csv = await exportText({ project, format: "occurrences_simple_csv", filters: { verified: true } });
assert.equal(csv.record.recordCount, by("human"));

const { record, file } = await exportFile({ project, format: "dwca" });
assert.deepEqual([record.status, record.recordCount, record.warnings], ["succeeded", animals.length, []]);
const occurrences = await readTable(file, "occurrence.txt");
const basis = (name: string) => occurrences.filter(([, , basisOfRecord]) => basisOfRecord === name).length;
assert.deepEqual([basis("HumanObservation"), basis("MachineObservation")], [by("human"), by("machine")]);

// Events without any animal are in the archive too: they say that somebody looked, and there was none.
const events = await readTable(file, "event.txt");
assert.equal(events.length, new Set(ofEvents.map(({ eventID }) => eventID)).size);
for (const [, , , eventDate] of events) assert.match(eventDate ?? "", /Z$|[+-]\d\d:\d\d$/);
console.log(`${record.filename}: ${occurrences.length} occurrences of ${events.length} events`);
