import assert from "node:assert/strict";
import { createMemorySource, createRowExporter, csv, type TypedColumn } from "vasculum";
import { testExporter } from "vasculum/testing";
import { xlsx } from "vasculum/xlsx";
import { fromBufferPromise } from "yauzl";

interface Sighting {
  readonly id: number;
  readonly project: number;
  readonly trap: string;
  readonly night: string;
  readonly weight: number;
  readonly changed: string;
}

const sightings: readonly Sighting[] = [
  { id: 1, project: 1, trap: "007", night: "2023-06-18", weight: 0.31, changed: "2023-07-01T10:00:00Z" },
  { id: 2, project: 1, trap: "=1+1", night: "1899-06-19", weight: 0.1, changed: "2023-07-02T10:00:00Z" },
];

const source = createMemorySource(sightings, {
  key: ({ id }) => id,
  inScope: ({ project }, { projectId }) => project === projectId,
});

// #region columns
const columns: readonly TypedColumn<Sighting>[] = [
  { name: "trap", value: ({ trap }) => trap },
  { name: "night", type: "date", term: "dwc:eventDate", value: ({ night }) => night },
  { name: "weight", type: "float", unit: "g", value: ({ weight }) => weight },
];

const about = { title: "Moths of 2023", license: "CC-BY-4.0", citation: "Ada (2023): Moths of 2023." };
const format = xlsx(columns, { about, changedAt: ({ changed }) => changed });
export const Sightings = createRowExporter({ source, format });
// #endregion

const { bytes, record } = await testExporter(Sightings);
assert.equal(record.status, "succeeded");
const zip = await fromBufferPromise(Buffer.from(bytes));
const parts = new Map<string, string>();
for await (const entry of zip.eachEntry()) {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  parts.set(entry.fileName, Buffer.concat(chunks).toString());
}
const [rows, facts] = [parts.get("xl/worksheets/sheet1.xml"), parts.get("xl/worksheets/sheet2.xml")];
assert.match(rows ?? "", /<c r="A2" s="1" t="inlineStr"><is><t>007<\/t>/);
assert.match(rows ?? "", /<c r="A3" s="2" t="inlineStr"><is><t>=1\+1<\/t>/);
assert.match(rows ?? "", /<c r="B2" s="3"><v>45095<\/v>/);
assert.match(rows ?? "", /<c r="B3" s="1" t="inlineStr"><is><t>1899-06-19<\/t>/);
assert.match(facts ?? "", /Newest change.*2023-07-02T10:00:00Z/);

// The same columns make a CSV file.
const { text } = await testExporter(createRowExporter({ source, format: csv(columns) }));
assert.equal(text, "trap,night,weight\r\n007,2023-06-18,0.31\r\n'=1+1,1899-06-19,0.1\r\n");
