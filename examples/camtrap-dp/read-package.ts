import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";

const string = z.string();
const text = string.nullable();
const number = string.transform(Number).nullable();

const PACKAGE = z.object({
  name: string,
  created: string,
  title: string,
  description: string,
  contributors: z.array(z.object({ title: string, role: string.optional() })),
  licenses: z.array(z.object({ name: string.optional(), path: string.optional(), scope: z.enum(["data", "media"]) })),
  taxonomic: z.array(z.object({ scientificName: string, taxonRank: string, vernacularNames: z.record(string, string).default({}) })),
});

const DEPLOYMENTS = z.array(z.object({ deploymentID: string, locationName: text, latitude: number, longitude: number }));
const MEDIA = z.array(z.object({ mediaID: string, deploymentID: string, timestamp: string, filePath: string, filePublic: string }));
const OBSERVATIONS = z.array(
  z.object({
    observationID: string,
    deploymentID: string,
    mediaID: text,
    eventID: string,
    eventStart: string,
    eventEnd: string,
    observationLevel: z.enum(["media", "event"]),
    observationType: string,
    scientificName: text,
    bboxX: number,
    bboxY: number,
    bboxWidth: number,
    bboxHeight: number,
    classificationMethod: z.enum(["human", "machine"]),
    classifiedBy: string,
    classificationTimestamp: text,
    classificationProbability: number,
    observationComments: text,
  }),
);

/** Reads a Camera Trap Data Package (Camtrap DP 1.0) from a folder. @throws ZodError when it is none. */
export async function readPackage(folder: string) {
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const rows = async (name: string): Promise<unknown> => parse(await read(name), { columns: true, cast: (cell) => (cell === "" ? null : cell) });
  return {
    facts: PACKAGE.parse(JSON.parse(await read("datapackage.json"))),
    deployments: DEPLOYMENTS.parse(await rows("deployments.csv")),
    media: MEDIA.parse(await rows("media.csv")),
    observations: OBSERVATIONS.parse(await rows("observations.csv")),
  };
}

/** A package as it was read. */
export type CamtrapPackage = Awaited<ReturnType<typeof readPackage>>;
