import { z } from "zod";
import type { FilterBackend } from "../contracts/filter-backend.js";
import type { JsonObject } from "../contracts/json.js";
import type { OccurrenceQuery } from "./occurrence-query.js";
import { restrict } from "./occurrence-queryset.js";

/** The calendar has no year 0, and PostgreSQL refuses it. */
const DATE = z.iso.date().regex(/^(?!0000)/, { error: "Invalid input: expected a year from 0001" });

const SCHEMA = z
  .strictObject({ date_start: DATE.optional(), date_end: DATE.optional() })
  .refine(({ date_start = "", date_end = "9999-12-31" }) => date_start <= date_end, {
    error: "Invalid input: expected a date_end that is not before date_start",
    path: ["date_end"],
  });

/**
 * `date_start` and `date_end`: occurrences whose event starts on these dates or between them. Dates of the calendar, as
 * `YYYY-MM-DD`, compared with the date that the event's timestamp shows; no time zone comes into it.
 */
export class DateRangeFilter implements FilterBackend<OccurrenceQuery> {
  readonly schema = SCHEMA;

  apply(query: OccurrenceQuery, params: JsonObject): OccurrenceQuery {
    const { date_start: start, date_end: end } = SCHEMA.parse(params);
    const from = start === undefined ? query : restrict(query, { kind: "date_start", date: start });
    return end === undefined ? from : restrict(from, { kind: "date_end", date: end });
  }
}
