import { createPackageTable } from "../../data-package/package-table.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { DATE_TIME, KEY, MISSING_VALUES, REQUIRED } from "../../camtrap-dp/camtrap-schema.js";

const { dwc } = NAMESPACES;

const FIELDS = [
  { name: "classificationID", type: "string", constraints: KEY, term: `${dwc}identificationID` },
  { name: "observationID", type: "string", constraints: REQUIRED, term: `${dwc}occurrenceID` },
  { name: "mediaID", type: "string" },
  { name: "classificationMethod", type: "string", constraints: { required: true, enum: ["human", "machine"] } },
  { name: "classifiedBy", type: "string", term: `${dwc}identifiedBy` },
  { name: "classificationTimestamp", type: "datetime", format: DATE_TIME, term: `${dwc}dateIdentified` },
  { name: "scientificName", type: "string", term: `${dwc}scientificName` },
  { name: "taxonRank", type: "string", term: `${dwc}taxonRank` },
  { name: "classificationProbability", type: "number", constraints: { minimum: 0, maximum: 1 } },
  { name: "isTerminal", type: "boolean" },
  { name: "isWithdrawn", type: "boolean" },
  { name: "classificationComments", type: "string", term: `${dwc}identificationRemarks` },
] as const;

/** A field of classifications. */
export type CamtrapClassificationField = (typeof FIELDS)[number]["name"];

/**
 * A table of our own beside those of Camtrap DP: every prediction and identification that is not the consensus. Each belongs to the
 * observation of a whole event.
 */
export const CLASSIFICATIONS = createPackageTable({
  name: "classifications",
  fields: FIELDS,
  primaryKey: "classificationID",
  foreignKeys: [
    { field: "observationID", table: "observations" },
    { field: "mediaID", table: "media" },
  ],
  missingValues: MISSING_VALUES,
});
