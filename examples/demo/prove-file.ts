import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parse } from "csv-parse";
import type { ExportRecord } from "vasculum";
import { openArchiveFile } from "./read-archive.js";

const COUNT_ROWS: Readonly<Record<string, (path: string) => Promise<number>>> = {
  csv: countCsvRecords,
  json: countJsonObjects,
  zip: countLinkedOccurrences,
};

/** Reads a finished file with other people's readers, and fails unless it is what its record says. */
export async function proveFile(path: string, { filename, sha256, recordCount }: ExportRecord): Promise<void> {
  assert.equal(await hashOf(path), sha256, `${filename}: the hash of the file is not the record's`);
  const rows = await COUNT_ROWS[path.split(".").at(-1) ?? ""]?.(path);
  assert.equal(rows, recordCount, `${filename}: the rows of the file are not the record's`);
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

/** Counts the occurrences, every one of which must point at an event that is there. */
async function countLinkedOccurrences(path: string): Promise<number> {
  const events = new Set(await idsOf(path, "event.txt"));
  const links = await idsOf(path, "occurrence.txt");
  for (const link of links) assert.ok(events.has(link), `occurrence.txt points at the event ${link}, which event.txt has not`);
  assert.deepEqual(new Set(links), events, "event.txt has events without any occurrence");
  return links.length;
}

async function idsOf(path: string, name: string): Promise<string[]> {
  const file = await openArchiveFile(path, name);
  assert.ok(file !== null, `the archive has no ${name}`);
  const ids: string[] = [];
  for await (const line of createInterface({ input: file })) ids.push(line.slice(0, line.indexOf("\t")));
  return ids.slice(1);
}
