import type { Readable } from "node:stream";
import { open, type Entry, type ZipFile } from "yauzl";

/** Reads one file of an archive, with a zip reader that is not the writer's; null when it is not there. */
export async function openArchiveFile(path: string, name: string): Promise<Readable | null> {
  const zip = await openZip(path);
  const entry = await findEntry(zip, name);
  if (entry === null) return null;
  return await new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true }, (error, zip) => (error === null ? resolve(zip) : reject(error)));
  });
}

function findEntry(zip: ZipFile, name: string): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve(null));
    zip.on("entry", (entry: Entry) => (entry.fileName === name ? resolve(entry) : zip.readEntry()));
    zip.readEntry();
  });
}
