/** From the first of March of the year 0. */
const DAYS_TO_1970 = 719_468;
const DAY_MS = 86_400_000;
const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\S+))?)?)?$/;
const TIME = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$/;

/** Days since 1970-01-01, both included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The days that an ISO 8601 text names: a year, month, day or moment, or an interval of two of them. The second may
 * leave out what it shares with the first. Null for anything else, and for what the calendar does not have.
 */
export function dayRange(text: string): DayRange | null {
  const slash = text.indexOf("/");
  if (slash < 0) return daysOf(text);
  const start = text.slice(0, slash);
  const from = daysOf(start);
  if (from === null) return null;
  const to = daysOf(completedEnd(start, text.slice(slash + 1)));
  return to === null || to.to < from.from ? null : { from: from.from, to: to.to };
}

/** A day as a date, `YYYY-MM-DD`; null outside the years 1 to 9999, which are those that XML and databases have. */
export function dateOfDay(day: number): string | null {
  const date = new Date(day * DAY_MS);
  const year = Number.isNaN(date.getTime()) ? 0 : date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString().slice(0, "YYYY-MM-DD".length) : null;
}

/** The days of a year, month and day, of which the last ones may be missing; null where they are no date. */
export function daysOfParts(year: string, month: string, day: string): DayRange | null {
  if (month === "" && day !== "") return null;
  const padded = [year, month, day].filter((part) => part !== "").map((part) => part.padStart(2, "0"));
  return daysOf(padded.join("-"));
}

function daysOf(text: string): DayRange | null {
  const [, year, month, day, time] = DATE.exec(text) ?? [];
  if (year === undefined || (time !== undefined && !isTime(time))) return null;
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  if (m < 1 || m > 12 || d < 1 || d > lastDay(y, m)) return null;
  const from = dayNumber(y, m, d);
  if (month === undefined) return { from, to: dayNumber(y, 12, 31) };
  return { from, to: day === undefined ? dayNumber(y, m, lastDay(y, m)) : from };
}

function isTime(text: string): boolean {
  const [, hour, minute = "0", second = "0"] = TIME.exec(text) ?? [];
  return hour !== undefined && Number(hour) <= 24 && Number(minute) <= 59 && Number(second) <= 60;
}

/** The end of an interval with what it shares with the start: `2007-11-13/15` ends with `2007-11-15` (ISO 8601-1:2019 §5.5.2.2). */
export function completedEnd(start: string, end: string): string {
  if (/^\d\d:/.test(end)) return `${start.slice(0, "YYYY-MM-DDT".length)}${end}`;
  if (/^\d\d(?:T|$)/.test(end)) return `${start.slice(0, "YYYY-MM-".length)}${end}`;
  return /^\d\d-\d\d/.test(end) ? `${start.slice(0, "YYYY-".length)}${end}` : end;
}

/** Counted from a first of March, so that a leap day is the last day of its year. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return y * 365 + leaps + dayOfYear - DAYS_TO_1970;
}

function lastDay(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
