/** Validates a broken archive until it is valid, then reads it. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NAMESPACES, readArchive, validateArchive } from "vasculum/dwca";
import { writeSteps } from "./write-steps.js";

const directory = await mkdtemp(join(tmpdir(), "vasculum-example-"));
const at = (name: string): string => join(directory, name);
await writeSteps(directory);

/** What is found in an archive: its codes, in the order of the report. */
async function codes(name: string, level: "structure" | "gbif"): Promise<readonly string[]> {
  const { issues } = await validateArchive(at(name), { level });
  return issues.map(({ code }) => code);
}

assert.deepEqual(await codes("moths-1.zip", "structure"), ["DWCA_META_XML_NOT_FOUND"]);
assert.ok((await codes("moths-2.zip", "structure")).includes("COLUMN_MISMATCH"));

// #region validate
const report = await validateArchive(at("moths-3.zip"), { level: "structure" });
const [orphan] = report.issues;
assert.equal(report.valid, false);
assert.equal(orphan?.code, "RECORD_REFERENTIAL_INTEGRITY_VIOLATION");
assert.equal(`${orphan.file}:${orphan.line}`, "occurrence.txt:4");
// #endregion

assert.deepEqual(await codes("moths-4.zip", "gbif"), ["EML_NOT_FOUND", "METADATA_NOT_NAMED", "RECORDED_DATE_INVALID"]);

// #region not-checked
const { valid, issues, notChecked } = await validateArchive(at("moths-5.zip"));
assert.deepEqual([valid, issues.length], [true, 0]);
assert.ok(notChecked.includes("TAXON_MATCH_NONE"));
// #endregion

// #region read
await using archive = await readArchive(at("moths-5.zip"));
const nights: string[] = [];
for await (const { core, extensions } of archive.stars()) {
  const moths = extensions.get(`${NAMESPACES.dwc}Occurrence`) ?? [];
  nights.push(`${core.id}: ${moths.length}`);
}
assert.deepEqual(nights, ["night-1: 2", "night-2: 1"]);
// #endregion

// #region rows
const names: string[] = [];
const occurrences = archive.table(`${NAMESPACES.dwc}Occurrence`);
for await (const { values } of occurrences?.rows({ terms: ["scientificName"] }) ?? [])
  names.push(values.scientificName);
assert.deepEqual(names, ["Noctua pronuba", "Agrotis segetum", "Biston betularia"]);
// #endregion

await rm(directory, { recursive: true });
