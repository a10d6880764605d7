/** Writes a Darwin Core Archive without a service, checks it, and exports one of its tables as CSV. */
import assert from "node:assert/strict";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createRowExporter, csv } from "vasculum";
import { checkArchiveFile, createArchiveSource, createTempFileSpool, NAMESPACES, writeArchive } from "vasculum/dwca";
import { testExporter } from "vasculum/testing";
import { events, metadata, type Moth, moths, occurrences } from "./tables.js";

const directory = await mkdtemp(join(tmpdir(), "vasculum-example-"));
const path = join(directory, "moths.zip");
const { signal } = new AbortController();

/** The batches of a source, in the order of the nights. */
async function* batches(): AsyncGenerator<readonly Moth[]> {
  yield moths;
}

// #region write
async function tempFile(name: string): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, "", { flag: "wx", mode: 0o600 });
  return file;
}
const spool = createTempFileSpool({ tempFile, signal });
let inflated = 0;
const archive = writeArchive(
  {
    context: null,
    core: events,
    extensions: [{ table: occurrences, rows: (moth: Moth) => [moth] }],
    items: batches(),
    coreRowOf: (moth) => moth,
    sharesCoreRows: true, // moths of one night follow one another, and share its row
    metadata,
  },
  {
    spool,
    warn: console.warn,
    onBytes: (count) => void (inflated += count),
    onItemError: (error) => {
      throw error;
    },
  },
);
await pipeline(archive, createWriteStream(path));
// #endregion

// #region check
const { errors, warnings } = await checkArchiveFile(path, { level: "gbif", inflated });
// #endregion
assert.deepEqual([errors, warnings], [[], []]);

// #region source
const source = createArchiveSource(path, {
  table: `${NAMESPACES.dwc}Occurrence`,
  row: ({ values }) => ({
    id: values[`${NAMESPACES.dwc}occurrenceID`] ?? "",
    name: values[`${NAMESPACES.dwc}scientificName`] ?? "",
  }),
  key: ({ id }) => id,
  inScope: () => true,
});
// #endregion
const Names = createRowExporter({ source, format: csv([{ name: "name", value: ({ name }) => name }]) });
const { text } = await testExporter(Names);
assert.equal(text, "name\r\nNoctua pronuba\r\nAgrotis segetum\r\nBiston betularia\r\n");

await rm(directory, { recursive: true });
