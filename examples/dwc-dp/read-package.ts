import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { fromBufferPromise } from "yauzl";

type Row = Readonly<Record<string, string>>;

/** Reads the tables of a data package in a zip, in the order of its description. */
export async function readPackage(file: Uint8Array) {
  const zip = await fromBufferPromise(Buffer.from(file));
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  const { profile, resources } = JSON.parse(files.get("datapackage.json") ?? "null") as {
    readonly profile: string;
    readonly resources: readonly { readonly name: string; readonly path: string }[];
  };
  const rows = (path: string): readonly Row[] => parse(files.get(path) ?? "", { columns: true });
  return { profile, tables: new Map(resources.map(({ name, path }) => [name, rows(path)])) };
}
