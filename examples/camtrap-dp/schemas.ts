/** What is read of a Camera Trap Data Package. Empty cells are null. */
import { z } from "zod";

const string = z.string();
const text = string.nullable();
const number = string.transform(Number).nullable();

export const PACKAGE = z.object({
  name: string,
  created: string,
  title: string,
  description: string,
  homepage: string.optional(),
  contributors: z.array(z.object({ title: string, role: string.optional() })),
  licenses: z.array(z.object({ name: string.optional(), path: string.optional(), scope: z.enum(["data", "media"]) })),
  taxonomic: z.array(
    z.object({
      scientificName: string,
      taxonRank: string.optional(),
      vernacularNames: z.record(string, string).default({}),
    }),
  ),
});

export const DEPLOYMENTS = z.array(
  z.object({
    deploymentID: string,
    locationID: text,
    locationName: text,
    latitude: number,
    longitude: number,
    coordinateUncertainty: number,
    deploymentStart: string,
    deploymentEnd: string,
  }),
);
export const MEDIA = z.array(
  z.object({
    mediaID: string,
    deploymentID: string,
    timestamp: string,
    filePath: string,
    filePublic: string,
    fileMediatype: string,
  }),
);
export const OBSERVATIONS = z.array(
  z.object({
    observationID: string,
    deploymentID: string,
    mediaID: text,
    eventID: string,
    eventStart: string,
    eventEnd: string,
    observationLevel: z.enum(["media", "event"]),
    observationType: z.enum(["animal", "human", "vehicle", "blank", "unknown", "unclassified"]),
    scientificName: text,
    count: number,
    lifeStage: text,
    sex: text,
    behavior: text,
    classificationMethod: z.enum(["human", "machine"]).nullable(),
    classifiedBy: text,
    classificationTimestamp: text,
    observationComments: text,
  }),
);
