import { createDwcDpTable, type DwcDpField, LINK, NEEDED } from "./create-dwc-dp-table.js";

const ID = [
  "assertionID",
  "dwc:assertionID",
  "string",
  { required: false, unique: true },
] as const satisfies DwcDpField;
const ASSERTION = [
  ["verbatimAssertionType", "dwc:verbatimAssertionType"],
  ["assertionType", "dwc:assertionType"],
  ["assertionTypeIRI", "dwciri:measurementType"],
  ["assertionTypeSource", "dc:source"],
  ["assertionMadeDate", "dwc:assertionMadeDate"],
  ["assertionEffectiveDate", "dwc:assertionEffectiveDate"],
  ["assertionValue", "dwc:assertionValue"],
  ["assertionValueIRI", "dwciri:measurementValue"],
  ["assertionValueSource", "dc:source"],
  ["assertionUnit", "dwc:assertionUnit"],
  ["assertionUnitIRI", "dwciri:assertionUnit"],
  ["assertionUnitSource", "dc:source"],
  ["assertionError", "dwc:assertionError"],
  ["assertionBy", "dwc:assertionBy"],
  ["assertionByID", "dwc:agentID", "string", LINK],
  ["assertionProtocols", "dwc:assertionProtocols"],
  ["assertionProtocol_fk", "dwc:protocolID", "string", LINK],
  ["assertionReferences", "dwc:assertionReferences"],
  ["assertionRemarks", "dwc:assertionRemarks"],
] as const satisfies readonly DwcDpField[];
const PROTOCOL = { field: "assertionProtocol_fk", table: "protocol", predicate: "followed" } as const;
const ASSERTER = { field: "assertionByID", table: "agent", predicate: "asserted by" } as const;

/** The table of what is asserted of occurrences, such as scores. */
export const OCCURRENCE_ASSERTION = createDwcDpTable({
  name: "occurrence-assertion",
  identity: ["assertionID"],
  foreignKeys: [{ field: "occurrence_fk", table: "occurrence", predicate: "about" }, PROTOCOL],
  weakPrimaryKey: "assertionID",
  weakForeignKeys: [ASSERTER],
  fields: [ID, ["occurrence_fk", "dwc:occurrenceID", "string", NEEDED], ...ASSERTION],
});

/** The table of what is asserted of media and of regions within them. */
export const MEDIA_ASSERTION = createDwcDpTable({
  name: "media-assertion",
  identity: ["assertionID"],
  foreignKeys: [{ field: "media_fk", table: "media", predicate: "about" }, PROTOCOL],
  weakPrimaryKey: "assertionID",
  weakForeignKeys: [ASSERTER],
  fields: [ID, ["media_fk", "dcterms:identifier", "string", NEEDED], ...ASSERTION],
});
