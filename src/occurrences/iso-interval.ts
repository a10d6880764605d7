import { compareTimestamps } from "./compare-timestamps.js";

const OFFSET = /(?:Z|[+-]\d{2}:\d{2})$/;

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
