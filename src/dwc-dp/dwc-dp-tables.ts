import type { PackageTable } from "../data-package/package-table.js";
import { AGENT, EVENT_AGENT_ROLE, IDENTIFICATION_AGENT_ROLE, SURVEY_AGENT_ROLE } from "./tables/agent-tables.js";
import { MEDIA_ASSERTION, OCCURRENCE_ASSERTION } from "./tables/assertion-tables.js";
import { EVENT } from "./tables/event-table.js";
import { IDENTIFICATION } from "./tables/identification-table.js";
import { EVENT_MEDIA, OCCURRENCE_MEDIA } from "./tables/media-link-tables.js";
import { MEDIA } from "./tables/media-table.js";
import { OCCURRENCE } from "./tables/occurrence-table.js";
import { PROTOCOL } from "./tables/protocol-table.js";
import { PROVENANCE } from "./tables/provenance-table.js";
import { SURVEY } from "./tables/survey-table.js";
import { SURVEY_SURVEY_TARGET, SURVEY_TARGET, SURVEY_TARGET_DESCRIPTOR } from "./tables/survey-target-tables.js";
import { USAGE_POLICY } from "./tables/usage-policy-table.js";

/** The tables of Darwin Core Data Package 1.0_DEV that are written, by constant, in the order of their files. */
export const DWC_DP = Object.freeze({
  ...{ EVENT, SURVEY, SURVEY_TARGET, SURVEY_TARGET_DESCRIPTOR, SURVEY_SURVEY_TARGET },
  ...{ OCCURRENCE, IDENTIFICATION, OCCURRENCE_ASSERTION },
  ...{ MEDIA, EVENT_MEDIA, OCCURRENCE_MEDIA, MEDIA_ASSERTION },
  ...{ AGENT, EVENT_AGENT_ROLE, SURVEY_AGENT_ROLE, IDENTIFICATION_AGENT_ROLE },
  ...{ PROTOCOL, PROVENANCE, USAGE_POLICY },
});

/** The same as a list. */
export const DWC_DP_TABLES: readonly PackageTable[] = Object.freeze(Object.values(DWC_DP));
