import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { format } from "node:util";
import { parse } from "csv-parse";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import type { ExportRecord } from "vasculum";
import { linkedPictures } from "./linked-pictures.js";
import { openArchiveFile } from "./read-archive.js";

interface Reader {
  readonly found: string;
  count(path: string): Promise<number>;
}

/** Readers that are not the library's, by file extension, and what each finds. */
const READERS: Readonly<Record<string, Reader>> = {
  csv: { found: "csv-parse reads %d records", count: countCsvRecords },
  json: { found: "JSON.parse reads %d objects", count: countJsonObjects },
  geojson: { found: "JSON.parse reads %d Features", count: countFeatures },
  xlsx: { found: "yauzl reads %d rows of the first sheet", count: countSheetRows },
  parquet: { found: "hyparquet reads %d rows", count: countParquetRows },
  zip: { found: "yauzl reads %d occurrences, each of one of the events", count: countLinkedOccurrences },
  camtrap_dp: {
    found: "yauzl reads %d animals in events, each at one of the deployments",
    count: countObservedAnimals,
  },
  dwc_dp: { found: "yauzl reads %d occurrences, each with one accepted name", count: countNamedOccurrences },
};

const HASH_PROOF = "node:crypto finds the SHA-256 of the record";

/** Reads a finished file with other people's readers, fails unless it is what its record says, and returns what they found. */
export async function proveFile(
  path: string,
  { filename, format: key, sha256, recordCount }: ExportRecord,
): Promise<readonly string[]> {
  assert.equal(await hashOf(path), sha256, `${filename}: the hash of the file is not the record's`);
  if (key === "coco") return [HASH_PROOF, await linkedPictures(path)];
  const reader = READERS[key] ?? READERS[path.split(".").at(-1) ?? ""];
  assert.ok(reader !== undefined, `${filename}: nothing reads such a file here`);
  const rows = await reader.count(path);
  assert.equal(rows, recordCount, `${filename}: the rows of the file are not the record's`);
  return [HASH_PROOF, format(reader.found, rows)];
}

async function hashOf(path: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
  return digest.digest("hex");
}

async function countCsvRecords(path: string): Promise<number> {
  let records = 0;
  for await (const record of createReadStream(path).pipe(parse({ columns: true }))) {
    assert.notEqual((record as Record<string, string>).id, "");
    records += 1;
  }
  return records;
}

/** The array has one object a line, so that a file of any size can be parsed piece by piece. */
async function countJsonObjects(path: string): Promise<number> {
  let objects = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (!line.startsWith("{")) continue;
    assert.notEqual((JSON.parse(line.replace(/,$/, "")) as { id?: unknown }).id, undefined);
    objects += 1;
  }
  return objects;
}

/** The first line and the last hold the collection, each of the others a Feature. */
async function countFeatures(path: string): Promise<number> {
  let features = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (!line.startsWith('{"type":"Feature",')) continue;
    assert.ok("geometry" in (JSON.parse(line.replace(/,$/, "")) as object));
    features += 1;
  }
  return features;
}

/** The header is a row of the sheet too. */
async function countSheetRows(path: string): Promise<number> {
  const sheet = await openArchiveFile(path, "xl/worksheets/sheet1.xml");
  assert.ok(sheet !== null, "the workbook has no sheet");
  let rows = -1;
  let rest = "";
  for await (const chunk of sheet.setEncoding("utf8")) {
    const parts = (rest + String(chunk)).split("<row ");
    rows += parts.length - 1;
    rest = parts.at(-1)?.slice(-"<row".length) ?? "";
  }
  return rows;
}

/** Reads every cell. */
async function countParquetRows(path: string): Promise<number> {
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
  for (const { id } of rows) assert.notEqual(id, null);
  return rows.length;
}

/** Counts the occurrences. Where events are the core, each must point at an event that is there, and each event must have one. */
async function countLinkedOccurrences(path: string): Promise<number> {
  const events = await idsOf(path, "event.txt");
  const links = await idsOf(path, "occurrence.txt");
  assert.ok(links !== null, "the archive has no occurrence.txt");
  if (events === null) assert.equal(new Set(links).size, links.length, "occurrence.txt has an id twice");
  else assert.deepEqual(new Set(links), new Set(events), "occurrence.txt and event.txt have not the same events");
  return links.length;
}

/** Counts the animals seen in whole events. Each must be at a deployment that is there. */
async function countObservedAnimals(path: string): Promise<number> {
  const deployments = new Set((await recordsOf(path, "deployments.csv")).map(({ deploymentID }) => deploymentID));
  const observations = await recordsOf(path, "observations.csv");
  for (const { deploymentID } of observations)
    assert.ok(deployments.has(deploymentID), "observations.csv names a deployment that deployments.csv does not have");
  return observations.filter((row) => row.observationLevel === "event" && row.observationType === "animal").length;
}

/** Counts the occurrences. Each must be of an event that is there, and have exactly one accepted identification. */
async function countNamedOccurrences(path: string): Promise<number> {
  const events = new Set((await recordsOf(path, "event.csv")).map((event) => event.event_pk));
  const occurrences = await recordsOf(path, "occurrence.csv");
  for (const row of occurrences)
    assert.ok(events.has(row.event_fk ?? ""), "occurrence.csv names an event that does not exist");
  const identifications = await recordsOf(path, "identification.csv");
  const accepted = identifications
    .filter((row) => row.isAcceptedIdentification === "true")
    .map((row) => row.occurrence_fk);
  const keys = occurrences.map((row) => row.occurrence_pk);
  assert.deepEqual(accepted, keys, "not every occurrence has one accepted identification");
  return occurrences.length;
}

/** The rows of a CSV file in a zip. */
async function recordsOf(path: string, name: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const file = await openArchiveFile(path, name);
  assert.ok(file !== null, `the package has no ${name}`);
  const records: Readonly<Record<string, string>>[] = [];
  for await (const record of file.pipe(parse({ columns: true }))) records.push(record as Record<string, string>);
  return records;
}

/** The first cells of a table; null where the archive does not have it. */
async function idsOf(path: string, name: string): Promise<readonly string[] | null> {
  const file = await openArchiveFile(path, name);
  if (file === null) return null;
  const ids: string[] = [];
  for await (const line of createInterface({ input: file })) ids.push(line.slice(0, line.indexOf("\t")));
  return ids.slice(1);
}
