import { NAMESPACES } from "../values/namespaces.js";
import { createPackageTable } from "../data-package/package-table.js";
import { camtrapSchema, DATE_TIME, KEY, MISSING_VALUES, REQUIRED } from "./camtrap-schema.js";

const { dwc, ac, eco } = NAMESPACES;

const FIELDS = [
  { name: "deploymentID", type: "string", constraints: KEY, term: `${dwc}eventID` },
  { name: "locationID", type: "string", term: `${dwc}locationID` },
  { name: "locationName", type: "string", term: `${dwc}locality` },
  {
    name: "latitude",
    type: "number",
    constraints: { required: true, minimum: -90, maximum: 90 },
    term: `${dwc}decimalLatitude`,
  },
  {
    name: "longitude",
    type: "number",
    constraints: { required: true, minimum: -180, maximum: 180 },
    term: `${dwc}decimalLongitude`,
  },
  {
    name: "coordinateUncertainty",
    type: "integer",
    constraints: { minimum: 1 },
    term: `${dwc}coordinateUncertaintyInMeters`,
  },
  { name: "deploymentStart", type: "datetime", format: DATE_TIME, constraints: REQUIRED, term: `${dwc}eventDate` },
  { name: "deploymentEnd", type: "datetime", format: DATE_TIME, constraints: REQUIRED, term: `${dwc}eventDate` },
  { name: "setupBy", type: "string", term: `${eco}samplingPerformedBy` },
  { name: "cameraID", type: "string" },
  { name: "cameraModel", type: "string", term: `${ac}captureDevice` },
  { name: "cameraDelay", type: "integer", constraints: { minimum: 0 } },
  {
    name: "cameraHeight",
    type: "number",
    constraints: { minimum: 0 },
    term: `${dwc}minimumDistanceAboveSurfaceInMeters`,
  },
  { name: "cameraDepth", type: "number", constraints: { minimum: 0 }, term: `${dwc}minimumDepthInMeters` },
  { name: "cameraTilt", type: "integer", constraints: { minimum: -90, maximum: 90 } },
  { name: "cameraHeading", type: "integer", constraints: { minimum: 0, maximum: 360 } },
  { name: "detectionDistance", type: "number", constraints: { minimum: 0 } },
  { name: "timestampIssues", type: "boolean" },
  { name: "baitUse", type: "boolean" },
  {
    name: "featureType",
    type: "string",
    constraints: {
      enum: [
        "roadPaved",
        "roadDirt",
        "trailHiking",
        "trailGame",
        "roadUnderpass",
        "roadOverpass",
        "roadBridge",
        "culvert",
        "burrow",
        "nestSite",
        "carcass",
        "waterSource",
        "fruitingTree",
      ],
    },
  },
  { name: "habitat", type: "string", term: `${dwc}habitat` },
  { name: "deploymentGroups", type: "string" },
  { name: "deploymentTags", type: "string", term: `${ac}tag` },
  { name: "deploymentComments", type: "string", term: `${dwc}eventRemarks` },
] as const;

/** A field of deployments. */
export type CamtrapDeploymentField = (typeof FIELDS)[number]["name"];

/** The table of deployments: a camera at a place, for a time (Camtrap DP 1.0.2), its fields in the official order. */
export const DEPLOYMENTS = createPackageTable({
  name: "deployments",
  fields: FIELDS,
  primaryKey: "deploymentID",
  missingValues: MISSING_VALUES,
  schema: camtrapSchema("deployments-table-schema.json"),
  repeats: "once",
});
