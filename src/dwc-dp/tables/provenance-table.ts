import { createDwcDpTable, KEY, LINK } from "./create-dwc-dp-table.js";

/** The table of where things come from. */
export const PROVENANCE = createDwcDpTable({
  name: "provenance",
  primaryKey: "provenance_pk",
  repeats: "once",
  weakPrimaryKey: "provenanceID",
  weakForeignKeys: [
    { field: "fundingAttributionID", table: "agent", predicate: "funded by" },
    { field: "creatorID", table: "agent", predicate: "created by" },
    { field: "providerID", table: "agent", predicate: "provided by" },
    { field: "metadataCreatorID", table: "agent", predicate: "metadata created by" },
    { field: "metadataProviderID", table: "agent", predicate: "metadata provided by" },
  ],
  fields: [
    ["provenance_pk", "dcterms:identifier", "string", KEY],
    ["provenanceID", "dcterms:identifier"],
    ["datasetID", "dwc:datasetID"],
    ["fundingAttribution", "ac:fundingAttribution"],
    ["fundingAttributionID", "dwc:fundingAttributionID", "string", LINK],
    ["source", "dc:source"],
    ["sourceIRI", "dcterms:source"],
    ["creator", "dc:creator"],
    ["creatorID", "dwc:agentID", "string", LINK],
    ["providerLiteral", "ac:providerLiteral"],
    ["providerID", "dwc:agentID", "string", LINK],
    ["metadataCreatorLiteral", "ac:metadataCreatorLiteral"],
    ["metadataCreatorID", "dwc:agentID", "string", LINK],
    ["metadataProviderLiteral", "ac:metadataProviderLiteral"],
    ["metadataProviderID", "dwc:agentID", "string", LINK],
    ["furtherInformationURL", "ac:furtherInformationURL"],
    ["feedbackURL", "dwc:feedbackURL"],
    ["references", "dcterms:references"],
    ["bibliographicCitation", "dcterms:bibliographicCitation"],
    ["projectID", "dwc:projectID"],
    ["projectTitle", "dwc:projectTitle"],
  ],
});
