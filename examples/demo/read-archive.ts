import type { Readable } from "node:stream";
import { openPromise } from "yauzl";

/** Reads one file of an archive, with a zip reader that is not the writer's; null when it is not there. */
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
