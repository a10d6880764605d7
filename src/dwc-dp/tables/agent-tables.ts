import { createDwcDpTable, type DwcDpField, KEY, NEEDED } from "./create-dwc-dp-table.js";

/** The table of agents: people, organizations, algorithms. */
export const AGENT = createDwcDpTable({
  name: "agent",
  primaryKey: "agent_pk",
  repeats: "once",
  weakPrimaryKey: "agentID",
  fields: [
    ["agent_pk", "dwc:agentID", "string", KEY],
    ["agentID", "dwc:agentID"],
    ["agentType", "dwc:agentType"],
    ["preferredAgentName", "dcterms:title"],
    ["agentRemarks", "dwc:agentRemarks"],
  ],
});

const ROLE = [
  ["agent_fk", "dwc:agentID", "string", NEEDED],
  ["agentRole", "dwc:relationshipOfResource"],
  ["agentRoleIRI", "dwc:relationshipOfResourceID"],
  ["agentRoleSource", "dc:source"],
  ["agentRoleOrder", "dwc:agentRoleOrder", "integer", { required: true, minimum: 1 }],
  ["agentRoleDate", "dwc:relationshipEstablishedDate"],
] as const satisfies readonly DwcDpField[];
const HOLDER = { field: "agent_fk", table: "agent", predicate: "role holder" } as const;

/** The table of who had which part in an event. */
export const EVENT_AGENT_ROLE = createDwcDpTable({
  name: "event-agent-role",
  identity: ["event_fk", "agent_fk", "agentRole"],
  foreignKeys: [{ field: "event_fk", table: "event", predicate: "role for" }, HOLDER],
  fields: [["event_fk", "dwc:eventID", "string", NEEDED], ...ROLE],
});

/** The table of who had which part in a survey. */
export const SURVEY_AGENT_ROLE = createDwcDpTable({
  name: "survey-agent-role",
  identity: ["survey_fk", "agent_fk", "agentRole"],
  repeats: "grouped",
  foreignKeys: [{ field: "survey_fk", table: "survey", predicate: "role for" }, HOLDER],
  fields: [["survey_fk", "eco:surveyID", "string", NEEDED], ...ROLE],
});

/** The table of who made an identification. */
export const IDENTIFICATION_AGENT_ROLE = createDwcDpTable({
  name: "identification-agent-role",
  identity: ["identification_fk", "agent_fk", "agentRole"],
  foreignKeys: [{ field: "identification_fk", table: "identification", predicate: "role for" }, HOLDER],
  fields: [["identification_fk", "dwc:identificationID", "string", NEEDED], ...ROLE],
});
