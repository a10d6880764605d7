import { completedEnd } from "../../values/calendar.js";
import { isoDate } from "../../values/iso-date.js";

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(?:\.(\d+))?(.*)$/s;
const TO_THE_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
/** Without an offset, or a date alone: such texts have the order of the times. */
const LOCAL = /^[\d-]+(?:T[\d:.]+)?$/;
const OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;
const FRACTION = /\.\d+/;

/**
 * The order of ISO 8601 timestamps in time, to the last digit of their fractions. Those with an offset count as the instants they
 * are; one without is read as UTC when it meets one with, since nobody knows better.
 */
export function compareTimestamps(a: string, b: string): number {
  if (LOCAL.test(a) && LOCAL.test(b)) return compareTexts(a, b);
  return seconds(a) - seconds(b) || compareTexts(fraction(a), fraction(b));
}

/**
 * Two timestamps as an ISO 8601 interval, `start/end`; the start alone when there is no later end. Where only one has an offset
 * it is left out: both are then what a clock on the wall showed.
 */
export function isoInterval(start: string | null | undefined, end: string | null | undefined): string | null {
  if (start == null) return null;
  if (end == null || compareTimestamps(start, end) >= 0) return start;
  if (OFFSET.test(start) === OFFSET.test(end)) return `${start}/${end}`;
  return `${start.replace(OFFSET, "")}/${end.replace(OFFSET, "")}`;
}

/**
 * A timestamp with a space for the `T`: `2023-06-18 22:42:20`. A fraction that is not zero has at least six digits
 * (`22:42:20.500000`). Seconds and offset (`22:42:20+02:00`) are there where the timestamp has them. Nothing is
 * converted; text of another form stays.
 */
export function timestampLabel(timestamp: string): string {
  if (TO_THE_SECOND.test(timestamp)) return `${timestamp.slice(0, 10)} ${timestamp.slice(11)}`;
  return timestamp.replace(
    TIMESTAMP,
    (_match, date: string, time: string, digits: string | undefined, offset: string) => {
      const fraction = digits?.replace(/0+$/, "") ?? "";
      return `${date} ${time}${fraction === "" ? "" : `.${fraction.padEnd(6, "0")}`}${offset}`;
    },
  );
}

/**
 * The two ends of a date that may be an interval, `start/end`; the end is null where there is none. What an end shares with its start is
 * written out: `2007-11-13/15` ends on `2007-11-15`.
 */
export function endsOf(date: string): { readonly start: string; readonly end: string | null } {
  const [start = "", end] = date.split("/");
  return { start, end: end === undefined ? null : completedEnd(start, end) };
}

/** NaN, which decides nothing, for text that is no timestamp. */
function seconds(timestamp: string): number {
  const whole = (isoDate(timestamp) ?? timestamp).replace(FRACTION, "");
  return Date.parse(!whole.includes("T") || OFFSET.test(whole) ? whole : `${whole}Z`);
}

/** Compared as text, since a number of milliseconds would lose the microseconds. */
function fraction(timestamp: string): string {
  return FRACTION.exec(timestamp.replace(",", "."))?.[0] ?? "";
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
