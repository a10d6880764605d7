import { isoDate } from "../../values/iso-date.js";
import { oncePerShared } from "../../values/shared.js";
import type { OccurrenceEvent } from "./occurrence.js";
import { endsOf } from "./timestamps.js";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

interface CalendarDate {
  readonly year: number;
  readonly month: string;
  readonly day: number;
  readonly weekday: string;
}

/**
 * Returns the date of an event, in English: `Sunday, Jun 18 2023`, or `Sunday, Jun 18-19 2023` when it ended on another
 * day. An end in another month or year is written out: `Friday, Jun 30-Jul 1 2023`, `Sunday, Dec 31 2023-Jan 1 2024`.
 * The days are those that the timestamps show, whatever their offset. A date without a day is `Jun 1906` or `1971`.
 * @throws TypeError when a timestamp does not start with a date of the calendar.
 */
export const eventLabel = oncePerShared(({ start, end }: Pick<OccurrenceEvent, "start" | "end">): string => {
  const ends = endsOf(start);
  const [first, last] = [ends.start, end ?? ends.end ?? ends.start];
  const [from, to] = [calendarDate(first), calendarDate(last)];
  if (from === null || to === null) return rangeLabel(partialLabel(first), partialLabel(last));
  const label = `${from.weekday}, ${from.month} ${from.day}`;
  if (from.year !== to.year) return `${label} ${from.year}-${to.month} ${to.day} ${to.year}`;
  if (from.month !== to.month) return `${label}-${to.month} ${to.day} ${to.year}`;
  return from.day === to.day ? `${label} ${to.year}` : `${label}-${to.day} ${to.year}`;
});

/** Null for a date without a day. */
function calendarDate(timestamp: string): CalendarDate | null {
  const text = timestamp.slice(0, "YYYY-MM-DD".length);
  if (isoDate(text) === null) throw new TypeError("A timestamp is not ISO 8601.");
  if (text.length < "YYYY-MM-DD".length) return null;
  // Midnight in UTC, read back in UTC: the time zone of the machine plays no part.
  const date = new Date(`${text}T00:00:00Z`);
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const weekday = WEEKDAYS[date.getUTCDay()] ?? "";
  return { year: date.getUTCFullYear(), month, day: date.getUTCDate(), weekday };
}

function partialLabel(date: string): string {
  const [year = "", month, day] = date.slice(0, "YYYY-MM-DD".length).split("-");
  const name = month === undefined ? [] : [MONTHS[Number(month) - 1] ?? ""];
  return [...name, ...(day === undefined ? [] : [String(Number(day))]), year].join(" ");
}

function rangeLabel(from: string, to: string): string {
  return from === to ? from : `${from}-${to}`;
}
