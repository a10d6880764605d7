import { NAMESPACES } from "../values/namespaces.js";
import { createPackageTable } from "../data-package/package-table.js";
import { camtrapSchema, DATE_TIME, KEY, MISSING_VALUES, REQUIRED } from "./camtrap-schema.js";

const { dwc, ac, dcterms, dc } = NAMESPACES;

const FIELDS = [
  { name: "mediaID", type: "string", constraints: KEY, term: `${dcterms}identifier` },
  { name: "deploymentID", type: "string", constraints: REQUIRED, term: `${dwc}parentEventID` },
  {
    name: "captureMethod",
    type: "string",
    constraints: { enum: ["activityDetection", "timeLapse"] },
    term: `${ac}resourceCreationTechnique`,
  },
  {
    name: "timestamp",
    type: "datetime",
    format: DATE_TIME,
    constraints: REQUIRED,
    term: "http://ns.adobe.com/xap/1.0/CreateDate",
  },
  {
    name: "filePath",
    type: "string",
    constraints: { required: true, pattern: "^(?=^[^./~])(^((?!\\.{2}).)*$).*$" },
    term: `${ac}accessURI`,
  },
  { name: "filePublic", type: "boolean", constraints: REQUIRED, term: `${ac}serviceExpectation` },
  { name: "fileName", type: "string" },
  {
    name: "fileMediatype",
    type: "string",
    constraints: { required: true, pattern: "^(image|video|audio)/.*$" },
    term: `${dc}format`,
  },
  { name: "exifData", type: "any" },
  { name: "favorite", type: "boolean" },
  { name: "mediaComments", type: "string", term: `${ac}comments` },
] as const;

/** A field of media. */
export type CamtrapMediaField = (typeof FIELDS)[number]["name"];

/** The table of media (Camtrap DP 1.0.2), its fields in the official order. */
export const MEDIA = createPackageTable({
  name: "media",
  fields: FIELDS,
  primaryKey: "mediaID",
  foreignKeys: [{ field: "deploymentID", table: "deployments" }],
  missingValues: MISSING_VALUES,
  schema: camtrapSchema("media-table-schema.json"),
  repeats: "grouped",
});
