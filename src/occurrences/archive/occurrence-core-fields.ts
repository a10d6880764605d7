import { expandTerm } from "../../dwca/tables/check-term.js";
import { NAMESPACES } from "../../values/namespaces.js";
import type { Occurrence } from "../model/occurrence.js";
import { EVENT_FIELDS, type EventField, partOfDate, timeOfDay } from "./event-fields.js";
import { occurrenceDate, type OccurrenceField } from "./occurrence-fields.js";

const { dwc, dc } = NAMESPACES;

/** The dates of an event's day, taken from the occurrence's own. */
const OWN_DATES: Readonly<Record<string, (row: Occurrence) => string | number | null>> = {
  [`${dwc}eventTime`]: (row) => timeOfDay(occurrenceDate(row)),
  [`${dwc}year`]: (row) => partOfDate(occurrenceDate(row), "year"),
  [`${dwc}month`]: (row) => partOfDate(occurrenceDate(row), "month"),
  [`${dwc}day`]: (row) => partOfDate(occurrenceDate(row), "day"),
};

/**
 * The fields of a core of occurrences: those of occurrences, the id first, then those of their events which they do not have themselves. `dc:type` is
 * left out, since it says that the row is an event.
 */
export function occurrenceCoreFields(
  occurrenceFields: readonly OccurrenceField[],
  eventFields: readonly EventField[],
): readonly OccurrenceField[] {
  const id = occurrenceFields.filter(({ term }) => expandTerm(term) === `${dwc}occurrenceID`);
  const others = occurrenceFields.filter((field) => !id.includes(field));
  const own = new Set([...occurrenceFields.map(({ term }) => expandTerm(term)), `${dc}type`]);
  const inherited = eventFields.filter(({ term }) => !own.has(expandTerm(term)));
  return Object.freeze([...id, ...others, ...inherited.map(ofEvent)]);
}

/** A field of the event, read through the occurrence. A date of {@link EVENT_FIELDS} becomes the occurrence's own; a host's stays. */
function ofEvent(field: EventField): OccurrenceField {
  const ownDate = EVENT_FIELDS.includes(field) ? OWN_DATES[field.term] : undefined;
  if (ownDate !== undefined) return Object.freeze({ ...field, needs: ["detectionFacts"] as const, value: ownDate });
  const { value, ...constant } = field;
  if (value === undefined) return Object.freeze(constant);
  return Object.freeze({
    ...constant,
    value: ({ event }, dataset) => event && value.call(field, event, dataset),
  } satisfies OccurrenceField);
}
