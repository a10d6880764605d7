import { text } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";

/** The rows of one table of an archive, without its header, cell by cell. */
export async function readTable(archive: Buffer, name: string): Promise<readonly (readonly string[])[]> {
  const zip = await fromBufferPromise(archive);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue;
    const lines = (await text(await zip.openReadStreamPromise(entry))).split("\n");
    return lines.slice(1, -1).map((line) => line.split("\t"));
  }
  return [];
}
