import { NAMESPACES } from "../values/namespaces.js";
import { createPackageTable } from "../data-package/package-table.js";
import { camtrapSchema, DATE_TIME, KEY, MISSING_VALUES, REQUIRED } from "./camtrap-schema.js";

const { dwc, ac } = NAMESPACES;

const FIELDS = [
  { name: "observationID", type: "string", constraints: KEY, term: `${dwc}occurrenceID` },
  { name: "deploymentID", type: "string", constraints: REQUIRED, term: `${dwc}parentEventID` },
  { name: "mediaID", type: "string", term: `${dwc}associatedMedia` },
  { name: "eventID", type: "string", term: `${dwc}eventID` },
  { name: "eventStart", type: "datetime", format: DATE_TIME, constraints: REQUIRED, term: `${dwc}eventDate` },
  { name: "eventEnd", type: "datetime", format: DATE_TIME, constraints: REQUIRED, term: `${dwc}eventDate` },
  { name: "observationLevel", type: "string", constraints: { required: true, enum: ["media", "event"] } },
  {
    name: "observationType",
    type: "string",
    constraints: { required: true, enum: ["animal", "human", "vehicle", "blank", "unknown", "unclassified"] },
  },
  { name: "cameraSetupType", type: "string", constraints: { enum: ["setup", "calibration"] } },
  { name: "scientificName", type: "string", term: `${dwc}scientificName` },
  { name: "count", type: "integer", constraints: { minimum: 1 }, term: `${dwc}individualCount` },
  {
    name: "lifeStage",
    type: "string",
    constraints: { enum: ["adult", "subadult", "juvenile"] },
    term: `${dwc}lifeStage`,
  },
  { name: "sex", type: "string", constraints: { enum: ["female", "male"] }, term: `${dwc}sex` },
  { name: "behavior", type: "string", term: `${dwc}behavior` },
  { name: "individualID", type: "string", term: `${dwc}organismID` },
  { name: "individualPositionRadius", type: "number", constraints: { minimum: 0 } },
  { name: "individualPositionAngle", type: "number", constraints: { minimum: -90, maximum: 90 } },
  { name: "individualSpeed", type: "number", constraints: { minimum: 0 } },
  { name: "bboxX", type: "number", constraints: { minimum: 0, maximum: 1 }, term: `${ac}XFrac` },
  { name: "bboxY", type: "number", constraints: { minimum: 0, maximum: 1 }, term: `${ac}YFrac` },
  { name: "bboxWidth", type: "number", constraints: { minimum: 1e-15, maximum: 1 }, term: `${ac}widthFrac` },
  { name: "bboxHeight", type: "number", constraints: { minimum: 1e-15, maximum: 1 }, term: `${ac}heightFrac` },
  { name: "classificationMethod", type: "string", constraints: { enum: ["human", "machine"] } },
  { name: "classifiedBy", type: "string", term: `${dwc}identifiedBy` },
  { name: "classificationTimestamp", type: "datetime", format: DATE_TIME, term: `${dwc}dateIdentified` },
  { name: "classificationProbability", type: "number", constraints: { minimum: 0, maximum: 1 } },
  { name: "observationTags", type: "string", term: `${ac}tag` },
  { name: "observationComments", type: "string", term: `${dwc}occurrenceRemarks` },
] as const;

/** A field of observations. */
export type CamtrapObservationField = (typeof FIELDS)[number]["name"];

/** The table of observations, of media and of events (Camtrap DP 1.0.2), its fields in the official order. */
export const OBSERVATIONS = createPackageTable({
  name: "observations",
  fields: FIELDS,
  primaryKey: "observationID",
  foreignKeys: [
    { field: "deploymentID", table: "deployments" },
    { field: "mediaID", table: "media" },
  ],
  missingValues: MISSING_VALUES,
  schema: camtrapSchema("observations-table-schema.json"),
});
