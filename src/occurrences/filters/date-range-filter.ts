import { z } from "zod";
import type { FilterBackend } from "../../contracts/filter-backend.js";
import { type OccurrenceQuery, restrict } from "../model/occurrence-query.js";

/** The calendar has no year 0, and PostgreSQL refuses it. */
const DATE = z.iso.date().regex(/^(?!0000)/, { error: "Invalid input: expected a year from 0001" });

const SCHEMA = z
  .strictObject({ date_start: DATE.optional(), date_end: DATE.optional() })
  .refine(({ date_start = "", date_end = "9999-12-31" }) => date_start <= date_end, {
    error: "Invalid input: expected a date_end that is not before date_start",
    path: ["date_end"],
  });

/** The dates of a request, `YYYY-MM-DD`, both included. */
export interface DateRange {
  readonly date_start?: string | undefined;
  readonly date_end?: string | undefined;
}

/**
 * `date_start` and `date_end`: occurrences with at least one detection on these dates or between them. Dates of the calendar, as
 * `YYYY-MM-DD`, compared with the date that the detection's timestamp shows; no time zone comes into it. A detection at 00:30 belongs to
 * that date, not to the date on which its event started.
 */
export class DateRangeFilter implements FilterBackend<OccurrenceQuery, DateRange> {
  readonly schema = SCHEMA;

  apply(query: OccurrenceQuery, { date_start: start, date_end: end }: DateRange): OccurrenceQuery {
    if (start === undefined && end === undefined) return query;
    return restrict(query, { kind: "dates", start: start ?? null, end: end ?? null });
  }
}
