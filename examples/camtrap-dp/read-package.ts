import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { text } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";
import { DEPLOYMENTS, MEDIA, OBSERVATIONS, PACKAGE } from "./schemas.js";

/**
 * Reads a Camera Trap Data Package (Camtrap DP 1.0) from a folder.
 *
 * @throws ZodError when it is no such package, or lacks what the exporters need.
 */
export async function readPackage(folder: string): Promise<CamtrapPackage> {
  return await parsePackage((name) => readFile(join(folder, name), "utf8"));
}

/** Reads a package from a zip. */
export async function readZippedPackage(file: Buffer): Promise<CamtrapPackage> {
  const zip = await fromBufferPromise(file);
  const files = new Map<string, string>();
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return await parsePackage(async (name) => files.get(name) ?? "");
}

async function parsePackage(read: (name: string) => Promise<string>) {
  const rows = async (name: string): Promise<unknown> =>
    parse(await read(name), { columns: true, cast: (cell) => (cell === "" ? null : cell) });
  return {
    facts: PACKAGE.parse(JSON.parse(await read("datapackage.json"))),
    deployments: DEPLOYMENTS.parse(await rows("deployments.csv")),
    media: MEDIA.parse(await rows("media.csv")),
    observations: OBSERVATIONS.parse(await rows("observations.csv")),
  };
}

/** A package as it was read. */
export type CamtrapPackage = Awaited<ReturnType<typeof parsePackage>>;
export type Observation = CamtrapPackage["observations"][number];
export type Medium = CamtrapPackage["media"][number];
