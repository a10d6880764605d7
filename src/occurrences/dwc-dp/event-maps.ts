import { mapTable, type TableMap } from "../../data-package/table-map.js";
import { DWC_DP } from "../../dwc-dp/dwc-dp-tables.js";
import { coordinates } from "../model/coordinates.js";
import { hoursOf, minutesOf } from "../model/duration.js";
import type { OccurrenceEvent } from "../model/occurrence.js";
import { isoInterval } from "../model/timestamps.js";
import { recorderKeys } from "./agents.js";
import { agentKey } from "./context-maps.js";
import { type DwcDpDataset, dwcDpId, type EventRow, type RoleRow } from "./dwc-dp-rows.js";

/** Readers' limit, in metres: half of the Equator. */
const MOST_METRES = 20_037_509;

/** The map by which the project, its stations and nights fill the table of events. */
export const EVENT_MAP: TableMap<EventRow, DwcDpDataset> = mapTable(DWC_DP.EVENT, {
  event_pk: eventKey,
  eventID: eventKey,
  parentEvent_fk: ({ kind, deployment }, dataset) => {
    if (kind === "project") return null;
    return kind === "event" && deployment !== null
      ? dwcDpId(dataset, "deployment", deployment.id)
      : dwcDpId(dataset, "project");
  },
  eventProtocol_fk: ({ event }, dataset) => event && dwcDpId(dataset, "protocol", "sampling"),
  provenance_fk: (_row, dataset) => dwcDpId(dataset, "provenance"),
  preferredEventName: ({ name }) => name,
  eventCategory: ({ event }) => (event === null ? "context" : "survey"),
  eventType: ({ kind }, { facts }) => (kind === "event" ? facts.eventType : kind),
  datasetName: (_row, { title }) => title,
  eventConductedBy: ({ event }, { facts }) => event && facts.recordedBy,
  eventConductedByID: ({ event }, dataset) => event && recorderKeys(dataset),
  eventDate: ({ event }) => event && isoInterval(event.start, event.end),
  locationID: ({ deployment }, dataset) => deployment && dwcDpId(dataset, "location", deployment.id),
  countryCode: (_row, { facts }) => facts.countryCode,
  locality: ({ deployment }) => deployment?.name,
  decimalLatitude: ({ deployment }) => coordinates(deployment)?.latitude,
  decimalLongitude: ({ deployment }) => coordinates(deployment)?.longitude,
  geodeticDatum: ({ deployment }) => coordinates(deployment) && "EPSG:4326",
  coordinateUncertaintyInMeters: ({ deployment }) => {
    const metres = deployment?.coordinateUncertaintyInMeters ?? 0;
    return coordinates(deployment) !== null && metres > 0 && metres <= MOST_METRES ? Math.max(1, metres) : null;
  },
  informationWithheld: ({ protection }) => protection?.informationWithheld,
  dataGeneralizations: ({ protection }) => protection?.dataGeneralizations,
});

function eventKey({ kind, id }: EventRow, dataset: DwcDpDataset): string {
  return id === undefined ? dwcDpId(dataset, kind) : dwcDpId(dataset, kind, id);
}

/** The map by which nights fill the table of surveys. */
export const SURVEY_MAP: TableMap<OccurrenceEvent, DwcDpDataset> = mapTable(DWC_DP.SURVEY, {
  survey_pk: ({ id }, dataset) => dwcDpId(dataset, "survey", id),
  surveyID: ({ id }, dataset) => dwcDpId(dataset, "survey", id),
  event_fk: ({ id }, dataset) => dwcDpId(dataset, "event", id),
  siteCount: ({ deployment }) => deployment && 1,
  eventDurationValue: minutesOf,
  eventDurationUnit: (event) => (minutesOf(event) === null ? null : "minutes"),
  verbatimTargetScope: (_event, { facts }) => facts.targetTaxonomicScope,
  inventoryTypes: (_event, { facts }) => facts.inventoryTypes,
  protocolNames: (_event, { facts }) => facts.samplingProtocol,
  isAbundanceReported: () => true,
  samplingProtocol: (_event, { facts }) => facts.samplingProtocol,
  samplingProtocol_fk: (_event, dataset) => dwcDpId(dataset, "protocol", "sampling"),
  sampleSizeValue: ({ capturesCount }) => capturesCount,
  sampleSizeUnit: ({ capturesCount }) => (capturesCount === null ? null : "images"),
  samplingPerformedBy: (_event, { facts }) => facts.recordedBy,
  samplingPerformedByID: (_event, dataset) => recorderKeys(dataset),
  isSamplingEffortReported: (event) => hoursOf(event) !== null,
  samplingEffortValue: hoursOf,
  samplingEffortUnit: (event) => (hoursOf(event) === null ? null : "trapHours"),
  informationWithheld: ({ protection }) => protection?.informationWithheld,
  dataGeneralizations: ({ protection }) => protection?.dataGeneralizations,
});

/** The map by which nights have the one target of all surveys. */
export const SURVEY_TARGET_LINK_MAP: TableMap<OccurrenceEvent, DwcDpDataset> = mapTable(DWC_DP.SURVEY_SURVEY_TARGET, {
  survey_fk: ({ id }, dataset) => dwcDpId(dataset, "survey", id),
  surveyTarget_fk: (_event, dataset) => dwcDpId(dataset, "surveyTarget"),
});

/** The map by which nights name who recorded them. */
export const SURVEY_ROLE_MAP: TableMap<RoleRow<OccurrenceEvent>, DwcDpDataset> = mapTable(DWC_DP.SURVEY_AGENT_ROLE, {
  survey_fk: ({ target }, dataset) => dwcDpId(dataset, "survey", target.id),
  agent_fk: ({ agent }, dataset) => agentKey(agent, dataset),
  agentRole: ({ role }) => role,
  agentRoleOrder: ({ order }) => order,
});
