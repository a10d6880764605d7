import { fromBufferPromise } from "yauzl";
import { collect } from "../support/collect.js";

/** The files of a zip as text, in their order. */
export async function readZip(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const zipFile = await fromBufferPromise(Buffer.from(bytes));
  const files = new Map<string, string>();
  for await (const entry of zipFile.eachEntry()) {
    const chunks = await collect<Buffer>(await zipFile.openReadStreamPromise(entry));
    files.set(entry.fileName, Buffer.concat(chunks).toString("utf8"));
  }
  return files;
}
