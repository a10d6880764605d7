import { text } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";

/** The files of a zip as text, read by another library than the one that wrote it. */
export async function readZip(bytes: Buffer): Promise<Readonly<Record<string, string>>> {
  const zip = await fromBufferPromise(bytes);
  const files: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) files[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
  return files;
}
