/**
 * A Camera Trap Data Package (Camtrap DP 1.0) as CSV, as a Darwin Core Archive, and as a package again. Reads the folder that is its argument; without one the
 * standard's own sample where it lies beside the project, else the tiny package of this example.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readArchive, validateArchive } from "vasculum/dwca";
import { createTestService } from "../test-service.js";
import { createRegistry } from "./exporters.js";
import { readPackage, readZippedPackage } from "./read-package.js";
import { EVENT, INVENTORY, MULTIMEDIA, OCCURRENCE, readRows } from "./read-rows.js";

const sample = join(import.meta.dirname, "../../../shared/real/camtrap-dp-mica");
const folder = process.argv[2] ?? (existsSync(sample) ? sample : join(import.meta.dirname, "package"));

const camtraps = await readPackage(folder);
const service = createTestService(createRegistry(camtraps), { projectIdType: "string" });
const project = camtraps.facts.name;

// What the package says itself.
const ofEvents = camtraps.observations.filter(({ observationLevel }) => observationLevel === "event");
const animals = ofEvents.filter(({ observationType }) => observationType === "animal");
const individuals = animals.reduce((sum, { count }) => sum + (count ?? 0), 0);
const blanks = ofEvents.filter(({ observationType }) => observationType === "blank");
const publicMedia = camtraps.media.filter(({ filePublic }) => filePublic === "true");
const by = (method: string) => animals.filter(({ classificationMethod }) => classificationMethod === method).length;

const { record: csv } = await service.exportText({ project, format: "animals_csv" });
assert.deepEqual([csv.status, csv.recordCount, csv.warnings], ["succeeded", animals.length, []]);

const { record, file } = await service.exportFile({ project, format: "events_dwca" });
assert.deepEqual([record.status, record.warnings], ["succeeded", []]);
const { issues } = await validateArchive(file);
assert.deepEqual(issues, []);

await using archive = await readArchive(file);
const occurrences = await readRows(archive, OCCURRENCE, ["basisOfRecord", "individualCount"]);
assert.equal(
  occurrences.reduce((sum, { individualCount }) => sum + Number(individualCount), 0),
  individuals,
);
const basis = (name: string) => occurrences.filter(({ basisOfRecord }) => basisOfRecord === name).length;
assert.deepEqual([basis("HumanObservation"), basis("MachineObservation")], [by("human"), by("machine")]);

const links = await readRows(archive, MULTIMEDIA, ["identifier"]);
assert.equal(new Set(links.map(({ identifier }) => identifier)).size, publicMedia.length);
for (const { identifier } of links) assert.match(identifier, /^https?:\/\//);

// Events that were looked at, and nothing was there.
const inventory = await readRows(archive, INVENTORY, ["isAbsenceReported"]);
const absences = inventory.filter(({ isAbsenceReported }) => isAbsenceReported === "true");
assert.equal(absences.length, blanks.length);
const events = await readRows(archive, EVENT, ["eventDate"]);
for (const { eventDate } of events) assert.match(eventDate, /Z$|[+-]\d\d:\d\d$/);
// Written as a package again, and read back, it says the same.
const { record: again, file: zipped } = await service.exportFile({ project, format: "camtrap_dp" });
assert.deepEqual([again.status, again.warnings], ["succeeded", []]);
const back = await readZippedPackage(zipped);
const inOrder = <Row>(rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();
assert.deepEqual(inOrder(back.deployments), inOrder(camtraps.deployments));
assert.deepEqual(inOrder(back.media), inOrder(camtraps.media));
assert.deepEqual(inOrder(back.observations), inOrder(camtraps.observations));

console.log(
  `${record.filename}: ${individuals} individuals in ${occurrences.length} occurrences, ${links.length} media links, ` +
    `${events.length} events, ${absences.length} of them blank`,
);
