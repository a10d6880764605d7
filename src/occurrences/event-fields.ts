import type { DwcField } from "../dwca/dwc-field.js";
import { NAMESPACES } from "../dwca/terms.js";
import { coordinates } from "./coordinates.js";
import { durationBetween } from "./duration.js";
import { dwcaIdentifier, type DwcaDataset } from "./dwca-dataset.js";
import { isoInterval } from "./iso-interval.js";
import type { OccurrenceEvent } from "./occurrence.js";

/** A field of an archive's events. */
export type EventField = DwcField<OccurrenceEvent, DwcaDataset>;

const { dwc, dc, dcterms } = NAMESPACES;

/** The fields of event.txt, in their order. A sampling event is a night at a station; times are the station's own. */
export const EVENT_FIELDS: readonly EventField[] = Object.freeze([
  field(`${dwc}eventID`, (event, dataset) => dwcaIdentifier(dataset, "event", event.id)),
  field(`${dwc}parentEventID`, parentEventId),
  field(`${dwc}eventType`, (_event, { facts }) => facts.eventType ?? "Survey"),
  field(`${dwc}eventDate`, eventDate),
  field(`${dwc}eventTime`, eventTime),
  field(`${dwc}year`, (event) => startDate(event, "year")),
  field(`${dwc}month`, (event) => startDate(event, "month")),
  field(`${dwc}day`, (event) => startDate(event, "day")),
  field(`${dwc}samplingProtocol`, (_event, { facts }) => facts.samplingProtocol),
  field(`${dwc}sampleSizeValue`, (event) => event.capturesCount),
  field(`${dwc}sampleSizeUnit`, (event) => (event.capturesCount === null ? null : "images")),
  field(`${dwc}samplingEffort`, (event, { facts }) => facts.samplingEffort ?? durationBetween(event.start, event.end)?.iso),
  field(`${dwc}locationID`, ({ deployment }, dataset) => deployment && dwcaIdentifier(dataset, "location", deployment.id)),
  field(`${dwc}locality`, (event) => event.deployment?.name),
  field(`${dwc}countryCode`, (_event, { facts }) => facts.countryCode),
  field(`${dwc}decimalLatitude`, (event) => coordinates(event.deployment)?.latitude),
  field(`${dwc}decimalLongitude`, (event) => coordinates(event.deployment)?.longitude),
  field(`${dwc}geodeticDatum`, (event) => coordinates(event.deployment) && "EPSG:4326"),
  field(`${dwc}coordinateUncertaintyInMeters`, (event, { facts }) => coordinates(event.deployment) && facts.coordinateUncertaintyInMeters),
  field(`${dwc}datasetName`, (_event, { title }) => title),
  field(`${dwc}institutionCode`, (_event, { facts }) => facts.institutionCode),
  field(`${dc}type`, () => "Event"),
  field(`${dcterms}license`, (_event, { license }) => license),
  field(`${dcterms}rightsHolder`, (_event, { rightsHolder }) => rightsHolder),
  field(`${dcterms}modified`, (event) => event.updatedAt),
]);

/** When an event was, as an ISO 8601 date-time or interval. */
export function eventDate(event: OccurrenceEvent): string | null {
  return isoInterval(event.start, event.end);
}

function field(term: string, value: NonNullable<EventField["value"]>): EventField {
  return Object.freeze({ term, value });
}

function parentEventId({ deployment }: OccurrenceEvent, dataset: DwcaDataset): string | null {
  const asked = dataset.facts.parentEvents === "deployment";
  return asked && deployment !== null ? dwcaIdentifier(dataset, "deployment", deployment.id) : null;
}

function eventTime(event: OccurrenceEvent): string | null {
  const times = eventDate(event)?.split("/").map((timestamp) => timestamp.split("T")[1]) ?? [];
  return times.includes(undefined) ? null : times.join("/");
}

/** Of an interval over midnight the start's date: any day of the interval will do. */
function startDate({ start }: OccurrenceEvent, part: "year" | "month" | "day"): number | null {
  const { groups } = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})/.exec(start) ?? {};
  return groups?.[part] === undefined ? null : Number(groups[part]);
}
