import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { DEPLOYMENTS, MEDIA, OBSERVATIONS, PACKAGE } from "./schemas.js";

/**
 * Reads a Camera Trap Data Package (Camtrap DP 1.0) from a folder.
 *
 * @throws ZodError when it is no such package, or lacks what the exporters need.
 */
export async function readPackage(folder: string) {
  const read = (name: string) => readFile(join(folder, name), "utf8");
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
export type CamtrapPackage = Awaited<ReturnType<typeof readPackage>>;
export type Observation = CamtrapPackage["observations"][number];
export type Medium = CamtrapPackage["media"][number];
