import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { isoDate, isoDateOrInterval } from "../../values/iso-date.js";
import { oncePerShared } from "../../values/shared.js";
import { BASES_OF_RECORD, type BasisOfRecord } from "./basis-of-record.js";
import { each, members, RefusedValue } from "./check-members.js";
import type {
  Capture,
  Classification,
  ClassifiedDetection,
  Deployment,
  Detection,
  Identification,
  Occurrence,
  OccurrenceEvent,
} from "./occurrence.js";

/**
 * Returns an occurrence as files may have it: dates and times in the standard form of ISO 8601, coordinates as numbers. It is the same object
 * where nothing changes.
 *
 * @throws ExportError `ROW_ENCODING` for a date that does not exist or has another form; a coordinate that is no
 * number; a count that is no integer from 0; a basis of record that GBIF does not know.
 */
export function checkOccurrence(occurrence: Occurrence): Occurrence {
  return refusing("rows", occurrence, occurrenceRule);
}

/** Returns an event as files may have it, by the rules of {@link checkOccurrence}. */
export function checkEvent(event: OccurrenceEvent): OccurrenceEvent {
  return refusing("events", event, eventRule);
}

const deploymentRule = oncePerShared(members<Deployment>({ latitude: degrees, longitude: degrees }));
const captureRule = members<Capture>({ timestamp: date });
const identificationRule = members<Identification>({ createdAt: date });
const datesOfEvent = members<OccurrenceEvent>({
  start: dateOrInterval,
  end: date,
  updatedAt: date,
  deployment: deploymentRule,
});
const eventRule = oncePerShared(wholeEvent);
const classificationRule = members<Classification>({ createdAt: date });
const occurrenceRule = members<Occurrence>({
  event: eventRule,
  deployment: deploymentRule,
  createdAt: date,
  updatedAt: date,
  count,
  basisOfRecord,
  firstAppearance: date,
  lastAppearance: date,
  bestDetection: members<Detection>({ timestamp: date, capture: captureRule }),
  bestPrediction: classificationRule,
  bestIdentification: identificationRule,
  detections: each(
    members<ClassifiedDetection>({ timestamp: date, capture: captureRule, classifications: each(classificationRule) }),
  ),
  predictions: each(classificationRule),
  identifications: each(identificationRule),
});

function wholeEvent(event: OccurrenceEvent): OccurrenceEvent {
  const checked = datesOfEvent(event);
  if (checked.end === null || checked.end === undefined || !checked.start.includes("/")) return checked;
  throw new RefusedValue("invalid_date", "An event whose start is an interval must not have an end.");
}

function date(value: unknown): string {
  const standard = typeof value === "string" ? isoDate(value) : null;
  if (standard !== null) return standard;
  throw new RefusedValue("invalid_date", "The value is not a date of the calendar in a form of ISO 8601.");
}

function dateOrInterval(value: unknown): string {
  const standard = typeof value === "string" ? isoDateOrInterval(value) : null;
  if (standard !== null) return standard;
  throw new RefusedValue(
    "invalid_date",
    "The value is not a date of the calendar, nor an interval, in a form of ISO 8601.",
  );
}

/** A blank text is no coordinate. Whether a number is a place is asked where coordinates are written. */
function degrees(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "string" && value.trim() === "") return null;
  if (typeof value === "string" && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value.trim())) return Number(value);
  throw new RefusedValue("invalid_coordinate", "A coordinate must be a number of decimal degrees.");
}

function count(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RefusedValue("invalid_count", "A count must be an integer from 0.");
}

function basisOfRecord(value: unknown): BasisOfRecord {
  const basis = BASES_OF_RECORD.find((known) => known === value);
  if (basis !== undefined) return basis;
  throw new RefusedValue("invalid_basis_of_record", "GBIF does not know this basis of record.");
}

function refusing<Thing extends { readonly id: Id }>(what: string, thing: Thing, rule: (thing: Thing) => Thing): Thing {
  try {
    return rule(thing);
  } catch (cause) {
    if (!(cause instanceof RefusedValue)) throw cause;
    const { code, message, path } = cause;
    const details = [{ path: [what, thing.id, path.join(".")], code, message }];
    throw new ExportError("ROW_ENCODING", { details, cause });
  }
}
