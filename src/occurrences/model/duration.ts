import { isoDate } from "../../values/iso-date.js";
import type { OccurrenceEvent } from "./occurrence.js";
import { endsOf } from "./timestamps.js";

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/;
/** The length of `2023-06-18T22:10:00`, which no other standard form has. */
const LOCAL_SECOND = 19;
const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time between two timestamps. */
export interface Duration {
  /** `0:06:12`, `1 day, 0:00:05`, `2 days, 3:04:05.250000`. */
  readonly label: string;
  /** ISO 8601, without the parts that are zero: `PT6M12S`, `P1DT5S`, `P2DT3H4M5.25S`, `PT0S`. */
  readonly iso: string;
  readonly seconds: number;
}

/**
 * Returns the duration from one timestamp to another, to the microsecond. Without offsets it is the difference that a
 * station's clock showed; with them, the time that passed. Null when either is missing or has no time of the day. Null
 * too when only one has an offset, or the second is the earlier.
 * @throws TypeError when a timestamp is none, or is not in the standard form.
 */
export function durationBetween(first: string | null | undefined, last: string | null | undefined): Duration | null {
  if (first == null || last == null) return null;
  const [from, to] = [parse(first), parse(last)];
  if (from === null || to === null) return null;
  const micros = to.micros - from.micros;
  return from.hasOffset === to.hasOffset && micros >= 0 ? describe(micros) : null;
}

/** The time from an event's start to its end; null as for {@link durationBetween}. */
export function eventDuration({ start, end }: Pick<OccurrenceEvent, "start" | "end">): Duration | null {
  const ends = endsOf(start);
  return durationBetween(ends.start, end ?? ends.end);
}

/** The minutes from an event's start to its end, rounded to hundredths; null where that is not known, or no time at all. */
export function minutesOf(event: OccurrenceEvent): number | null {
  return partsOf(event, 60);
}

/** The hours, as {@link minutesOf}. */
export function hoursOf(event: OccurrenceEvent): number | null {
  return partsOf(event, 3600);
}

function partsOf(event: OccurrenceEvent, unit: number): number | null {
  const rounded = Math.round(((eventDuration(event)?.seconds ?? 0) / unit) * 100) / 100;
  return rounded > 0 ? rounded : null;
}

/** Null for a date without a time. */
function parse(timestamp: string): { readonly micros: number; readonly hasOffset: boolean } | null {
  if (isoDate(timestamp) !== timestamp) throw new TypeError("A timestamp is not ISO 8601.");
  if (timestamp.length === LOCAL_SECOND) return { micros: Date.parse(`${timestamp}Z`) * 1000, hasOffset: false };
  const [, time, digits = "", offset] = TIMESTAMP.exec(timestamp) ?? [];
  if (time === undefined) return null;
  const milliseconds = Date.parse(time + (offset ?? "Z"));
  return { micros: milliseconds * 1000 + Number(digits.slice(0, 6).padEnd(6, "0")), hasOffset: offset !== undefined };
}

function describe(micros: number): Duration {
  const days = Math.floor(micros / DAY);
  const hours = Math.floor(micros / HOUR) % 24;
  const minutes = Math.floor(micros / MINUTE) % 60;
  const seconds = Math.floor(micros / SECOND) % 60;
  const rest = micros % SECOND;
  const fraction = rest === 0 ? "" : `.${String(rest).padStart(6, "0")}`;
  const date = days === 0 ? "" : `${days} ${days === 1 ? "day" : "days"}, `;
  const parts = [
    hours > 0 && `${hours}H`,
    minutes > 0 && `${minutes}M`,
    seconds + rest > 0 && `${seconds}${fraction.replace(/0+$/, "")}S`,
  ];
  const time = parts.filter(Boolean).join("");
  return {
    label: `${date}${hours}:${twoDigits(minutes)}:${twoDigits(seconds)}${fraction}`,
    seconds: micros / SECOND,
    iso: micros === 0 ? "PT0S" : `P${days === 0 ? "" : `${days}D`}${time === "" ? "" : `T${time}`}`,
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
