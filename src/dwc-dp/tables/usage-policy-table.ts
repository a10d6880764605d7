import { createDwcDpTable, KEY, LINK } from "./create-dwc-dp-table.js";

/** The table of licences and rights. */
export const USAGE_POLICY = createDwcDpTable({
  name: "usage-policy",
  primaryKey: "usagePolicy_pk",
  repeats: "once",
  weakPrimaryKey: "usagePolicyID",
  weakForeignKeys: [
    { field: "rightsHolderID", table: "agent", predicate: "rights held by" },
    { field: "ownerID", table: "agent", predicate: "owned by" },
  ],
  fields: [
    ["usagePolicy_pk", "dcterms:identifier", "string", KEY],
    ["usagePolicyID", "dcterms:identifier"],
    ["rights", "dc:rights"],
    ["rightsIRI", "dcterms:rights"],
    ["rightsHolder", "dcterms:rightsHolder"],
    ["rightsHolderID", "dwc:agentID", "string", LINK],
    ["owner", "xmpRights:Owner"],
    ["ownerID", "dwc:agentID", "string", LINK],
    ["usageTerms", "xmpRights:UsageTerms"],
    ["webStatement", "xmpRights:WebStatement"],
    ["accessRights", "dcterms:accessRights"],
    ["license", "dcterms:license"],
    ["licenseLogoURL", "ac:licenseLogoURL"],
    ["licensingException", "ac:licensingException"],
    ["credit", "photoshop:Credit"],
    ["attributionLogoURL", "ac:attributionLogoURL"],
    ["attributionLinkURL", "ac:attributionLinkURL"],
  ],
});
