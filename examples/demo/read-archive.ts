import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { openPromise } from "yauzl";

/** Reads one file of an archive, with a zip reader that is not the writer's; null when it is missing. */
export async function openArchiveFile(path: string, name: string): Promise<Readable | null> {
  const zip = await openPromise(path, { autoClose: false });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue;
    const stream = await zip.openReadStreamPromise(entry);
    return stream.once("close", () => zip.close());
  }
  zip.close();
  return null;
}

/** A data file of an archive, and how many rows it has. */
export interface ArchiveTable {
  readonly file: string;
  readonly rows: number;
}

/** The data files of an archive, in their order. */
export async function tablesOf(path: string): Promise<readonly ArchiveTable[]> {
  const zip = await openPromise(path, { autoClose: false });
  const tables: ArchiveTable[] = [];
  for await (const { fileName } of zip.eachEntry())
    if (/\.(?:txt|csv)$/.test(fileName)) tables.push({ file: fileName, rows: await rowsOf(path, fileName) });
  zip.close();
  return tables;
}

async function rowsOf(path: string, name: string): Promise<number> {
  let lines = 0;
  const input = await openArchiveFile(path, name);
  if (input !== null) for await (const _line of createInterface({ input })) lines += 1;
  return lines - 1;
}
