import type { DwcField } from "../../dwca/tables/dwc-field.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { coordinates } from "../model/coordinates.js";
import { eventDuration } from "../model/duration.js";
import { dwcaIdentifier, type DwcaDataset } from "./dwca-dataset.js";
import { isoInterval } from "../model/timestamps.js";
import type { OccurrenceEvent } from "../model/occurrence.js";

/** A field of an archive's events. */
export type EventField = DwcField<OccurrenceEvent, DwcaDataset>;

const { dwc, dc, dcterms } = NAMESPACES;

/** The fields of event.txt, in their order. A sampling event is a night at a station; times are the station's own. */
export const EVENT_FIELDS: readonly EventField[] = Object.freeze([
  field(`${dwc}eventID`, (event, dataset) => dwcaIdentifier(dataset, "event", event.id)),
  field(`${dwc}parentEventID`, parentEventId),
  field(`${dwc}eventType`, (_event, { facts }) => facts.eventType ?? "Survey"),
  field(`${dwc}eventDate`, eventDate),
  field(`${dwc}eventTime`, (event) => timeOfDay(eventDate(event))),
  field(`${dwc}year`, ({ start }) => partOfDate(start, "year")),
  field(`${dwc}month`, ({ start }) => partOfDate(start, "month")),
  field(`${dwc}day`, ({ start }) => partOfDate(start, "day")),
  field(`${dwc}samplingProtocol`, (_event, { facts }) => facts.samplingProtocol),
  field(`${dwc}sampleSizeValue`, (event) => event.capturesCount),
  field(`${dwc}sampleSizeUnit`, (event) => (event.capturesCount === null ? null : "images")),
  field(`${dwc}samplingEffort`, (event, { facts }) => facts.samplingEffort ?? eventDuration(event)?.iso),
  field(
    `${dwc}locationID`,
    ({ deployment }, dataset) => deployment && dwcaIdentifier(dataset, "location", deployment.id),
  ),
  field(`${dwc}locality`, (event) => event.deployment?.name),
  field(`${dwc}countryCode`, (_event, { facts }) => facts.countryCode),
  field(`${dwc}decimalLatitude`, (event) => coordinates(event.deployment)?.latitude),
  field(`${dwc}decimalLongitude`, (event) => coordinates(event.deployment)?.longitude),
  field(`${dwc}geodeticDatum`, (event) => coordinates(event.deployment) && "EPSG:4326"),
  field(`${dwc}coordinateUncertaintyInMeters`, uncertainty),
  field(`${dwc}datasetName`, (_event, { title }) => title),
  field(`${dwc}institutionCode`, (_event, { facts }) => facts.institutionCode),
  field(`${dc}type`, () => "Event"),
  field(`${dcterms}license`, (_event, { license }) => license),
  field(`${dcterms}rightsHolder`, (_event, { rightsHolder }) => rightsHolder),
  field(`${dcterms}modified`, (event) => event.updatedAt),
]);

/** Returns the date of an event, as an ISO 8601 date-time or interval. */
export function eventDate(event: OccurrenceEvent): string | null {
  return isoInterval(event.start, event.end);
}

/** The times of a date-time or interval; null where one has none. */
export function timeOfDay(date: string | null): string | null {
  const times = date?.split("/").map((timestamp) => timestamp.split("T")[1]) ?? [];
  return times.includes(undefined) ? null : times.join("/") || null;
}

/** A part of a date or of the start of an interval: of one over midnight, any day of it will do. */
export function partOfDate(date: string | null, part: "year" | "month" | "day"): number | null {
  const { groups } = /^(?<year>\d{4})(?:-(?<month>\d{2})(?:-(?<day>\d{2}))?)?/.exec(date ?? "") ?? {};
  return groups?.[part] === undefined ? null : Number(groups[part]);
}

function field(term: string, value: NonNullable<EventField["value"]>): EventField {
  return Object.freeze({ term, value });
}

/**
 * Returns the uncertainty of the source plus that of the host: coordinates may be generalised from others that were
 * uncertain.
 */
function uncertainty({ deployment }: OccurrenceEvent, { facts }: DwcaDataset): number | null {
  if (coordinates(deployment) === null) return null;
  const sum = (deployment?.coordinateUncertaintyInMeters ?? 0) + (facts.coordinateUncertaintyInMeters ?? 0);
  return sum === 0 ? null : sum;
}

function parentEventId({ deployment }: OccurrenceEvent, dataset: DwcaDataset): string | null {
  const asked = dataset.facts.parentEvents === "deployment";
  return asked && deployment !== null ? dwcaIdentifier(dataset, "deployment", deployment.id) : null;
}
