import { createDwcDpTable, KEY } from "./create-dwc-dp-table.js";

/** The table of protocols: of sampling and of measuring. */
export const PROTOCOL = createDwcDpTable({
  name: "protocol",
  primaryKey: "protocol_pk",
  repeats: "once",
  weakPrimaryKey: "protocolID",
  fields: [
    ["protocol_pk", "dwc:protocolID", "string", KEY],
    ["protocolID", "dwc:protocolID"],
    ["protocolType", "dwc:protocolType"],
    ["protocolName", "dcterms:title"],
    ["protocolDescription", "dwc:protocolDescription"],
    ["protocolReferences", "eco:protocolReferences"],
    ["protocolRemarks", "dwc:protocolRemarks"],
  ],
});
