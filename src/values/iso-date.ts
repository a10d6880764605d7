import { completedEnd, dayRange } from "./calendar.js";

/** Matches nearly every date: any day but the 29th of February, with or without a time to the second and an offset. */
const PLAIN =
  /^(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)(?:T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d)?)?$/;
const FORM =
  /^(?<date>\d{4}(?:-\d\d(?:-\d\d)?)?)(?:(?<=-\d\d-\d\d)[T ](?<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(?<offset>Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const TIME = /^(?:[01]\d|2[0-3])(?::[0-5]\d){1,2}(?:\.\d+)?$/;
const OFFSET = /^(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d)$/;

/**
 * Returns a date in the standard form of ISO 8601-1:2019: a year, a month, a day, or a day with a time. A time is to
 * the minute, the second or its fraction, with or without an offset. A space for the `T`, a comma before the fraction
 * and the offsets `+1000` and `+10` are accepted, and rewritten. Anything else that is right comes back as it is.
 *
 * @returns null for another form, and for what the calendar or the clock does not have.
 */
export function isoDate(text: string): string | null {
  if (PLAIN.test(text)) return text;
  const { date, time, offset } = FORM.exec(text)?.groups ?? {};
  if (date === undefined || date.startsWith("0000") || dayRange(date) === null) return null;
  if (time === undefined) return date;
  const [clock, zone] = [time.replace(",", "."), standardOffset(offset)];
  return TIME.test(clock) && (zone === "" || OFFSET.test(zone)) ? `${date}T${clock}${zone}` : null;
}

/**
 * Returns a date, or an interval of two dates with a `/` between them, in the standard form. The second may leave out what it shares with
 * the first: `2007-11-13/15`.
 *
 * @returns null for anything else, and for an interval whose last day lies before its first.
 */
export function isoDateOrInterval(text: string): string | null {
  const [first = "", last, more] = text.split("/");
  const start = isoDate(first);
  if (start === null || last === undefined || more !== undefined) return last === undefined ? start : null;
  const end = isoDate(last) ?? (isoDate(completedEnd(start, last)) === null ? null : last);
  const interval = `${start}/${end}`;
  return end === null || dayRange(interval) === null ? null : interval;
}

function standardOffset(offset = ""): string {
  if (/^[+-]\d\d$/.test(offset)) return `${offset}:00`;
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}
