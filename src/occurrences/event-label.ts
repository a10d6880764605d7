import type { OccurrenceEvent } from "./occurrence.js";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

interface CalendarDate {
  readonly year: number;
  readonly month: string;
  readonly day: number;
  readonly weekday: string;
}

/**
 * When an event was, in English: `Sunday, Jun 18 2023`, or `Sunday, Jun 18-19 2023` when it ended on another day. An end in
 * another month or year is written out: `Friday, Jun 30-Jul 1 2023`, `Sunday, Dec 31 2023-Jan 1 2024`. The days are those that
 * the timestamps show, whatever their offset.
 *
 * @throws TypeError when a timestamp does not start with a date of the calendar.
 */
export function eventLabel({ start, end }: Pick<OccurrenceEvent, "start" | "end">): string {
  const from = calendarDate(start);
  const to = calendarDate(end ?? start);
  const first = `${from.weekday}, ${from.month} ${from.day}`;
  if (from.year !== to.year) return `${first} ${from.year}-${to.month} ${to.day} ${to.year}`;
  if (from.month !== to.month) return `${first}-${to.month} ${to.day} ${to.year}`;
  return from.day === to.day ? `${first} ${to.year}` : `${first}-${to.day} ${to.year}`;
}

function calendarDate(timestamp: string): CalendarDate {
  const text = timestamp.slice(0, 10);
  // Midnight in UTC, read back in UTC: the time zone of the machine plays no part.
  const date = new Date(`${text}T00:00:00Z`);
  const day = date.getUTCDate();
  // The 30th of February is read as the 2nd of March.
  if (day !== Number(text.slice(8))) throw new TypeError("A timestamp is not ISO 8601.");
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const weekday = WEEKDAYS[date.getUTCDay()] ?? "";
  return { year: date.getUTCFullYear(), month, day, weekday };
}
