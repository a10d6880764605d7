import { mapTable, type TableMap } from "../../data-package/table-map.js";
import { DWC_DP } from "../../dwc-dp/dwc-dp-tables.js";
import { type AgentRow, type DwcDpDataset, dwcDpId, type RoleRow, type SurveyTargetRow } from "./dwc-dp-rows.js";

/** A protocol of the package. */
export interface ProtocolRow {
  readonly key: "sampling" | "classification" | "detection";
  readonly type: string;
  readonly name: string | null;
  readonly description: string | null;
}

/** The map by which protocols fill their table. */
export const PROTOCOL_MAP: TableMap<ProtocolRow, DwcDpDataset> = mapTable(DWC_DP.PROTOCOL, {
  protocol_pk: ({ key }, dataset) => dwcDpId(dataset, "protocol", key),
  protocolID: ({ key }, dataset) => dwcDpId(dataset, "protocol", key),
  protocolType: ({ type }) => type,
  protocolName: ({ name }) => name,
  protocolDescription: ({ description }) => description,
});

/** The map of the one row about where everything comes from. */
export const PROVENANCE_MAP: TableMap<null, DwcDpDataset> = mapTable(DWC_DP.PROVENANCE, {
  provenance_pk: (_row, dataset) => dwcDpId(dataset, "provenance"),
  provenanceID: (_row, dataset) => dwcDpId(dataset, "provenance"),
  fundingAttribution: (_row, { funding }) => funding,
  providerLiteral: (_row, { rightsHolder }) => rightsHolder,
  furtherInformationURL: (_row, { homepage }) => homepage,
  bibliographicCitation: (_row, { citation }) => citation,
  projectID: (_row, dataset) => dwcDpId(dataset, "project"),
  projectTitle: (_row, { title }) => title,
});

/** The map of the one row about the rights in the media. */
export const USAGE_POLICY_MAP: TableMap<null, DwcDpDataset> = mapTable(DWC_DP.USAGE_POLICY, {
  usagePolicy_pk: (_row, dataset) => dwcDpId(dataset, "usagePolicy"),
  usagePolicyID: (_row, dataset) => dwcDpId(dataset, "usagePolicy"),
  rights: (_row, { mediaLicense }) => (isAddress(mediaLicense) ? null : mediaLicense),
  rightsIRI: (_row, { mediaLicense }) => (isAddress(mediaLicense) ? mediaLicense : null),
  rightsHolder: (_row, { rightsHolder }) => rightsHolder,
  webStatement: (_row, { mediaLicense }) => (isAddress(mediaLicense) ? mediaLicense : null),
  license: (_row, { mediaLicense }) => mediaLicense,
});

function isAddress(license: string): boolean {
  return /^https?:/i.test(license);
}

/** The map by which people, algorithms and contributors fill the table of agents. */
export const AGENT_MAP: TableMap<AgentRow, DwcDpDataset> = mapTable(DWC_DP.AGENT, {
  agent_pk: agentKey,
  agentID: agentKey,
  agentType: ({ kind }) => AGENT_TYPES[kind],
  preferredAgentName: ({ name }) => name,
});

const AGENT_TYPES: { readonly [Kind in AgentRow["kind"]]?: string } = { person: "person", algorithm: "software" };

/** The key of an agent: its address in the world, where it has one. */
export function agentKey({ kind, id, address }: AgentRow, dataset: DwcDpDataset): string {
  return address ?? dwcDpId(dataset, kind, id);
}

/** The map by which contributors have a part in the project. */
export const PROJECT_ROLE_MAP: TableMap<RoleRow<null>, DwcDpDataset> = mapTable(DWC_DP.EVENT_AGENT_ROLE, {
  event_fk: (_row, dataset) => dwcDpId(dataset, "project"),
  agent_fk: ({ agent }, dataset) => agentKey(agent, dataset),
  agentRole: ({ role }) => role,
  agentRoleOrder: ({ order }) => order,
});

/** The map of the one target of all surveys. */
export const SURVEY_TARGET_MAP: TableMap<SurveyTargetRow, DwcDpDataset> = mapTable(DWC_DP.SURVEY_TARGET, {
  surveyTarget_pk: (_row, dataset) => dwcDpId(dataset, "surveyTarget"),
  surveyTargetID: (_row, dataset) => dwcDpId(dataset, "surveyTarget"),
  surveyTargetDescription: (_row, { facts }) => facts.targetTaxonomicScope,
  isSurveyTargetFullyReported: ({ isFullyReported }) => isFullyReported,
});

/** The map by which taxa make that target. */
export const SURVEY_TARGET_TAXON_MAP: TableMap<string, DwcDpDataset> = mapTable(DWC_DP.SURVEY_TARGET_DESCRIPTOR, {
  surveyTarget_fk: (_taxon, dataset) => dwcDpId(dataset, "surveyTarget"),
  surveyTargetType: () => "taxon",
  surveyTargetValue: (taxon) => taxon,
  includeOrExclude: () => "include",
});
