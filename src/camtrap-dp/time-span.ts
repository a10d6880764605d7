/** The zone of a clock, as far as its times need it. */
interface ClockZone {
  /** Gives the offset of a local time: `+02:00`. */
  offsetOf(local: string): string;
}

/** From when to when something was, both with an offset and to the second. */
export interface TimeSpan {
  readonly start: string;
  readonly end: string;
  /** Whether it stands for a time that is only known to the day, month or year. */
  readonly isCoarse: boolean;
}

const FORM = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** Whether a timestamp says what its offset from UTC is. */
export function hasOffset(timestamp: string): boolean {
  return FORM.exec(timestamp)?.[6] !== undefined;
}

/**
 * A timestamp as a span: of a moment both ends are the same, of a day, month or year they are its first and last second. Fractions of a second
 * are cut.
 *
 * @param zone - of timestamps without an offset; null where nobody knows it.
 * @returns null where the offset is not known.
 */
export function timeSpan(timestamp: string, zone: ClockZone | null): TimeSpan | null {
  const [, year = "", month, day, minutes, seconds = ":00", offset] = FORM.exec(timestamp) ?? [];
  if (offset === undefined && zone === null) return null;
  const at = (local: string): string => local + (offset ?? zone?.offsetOf(local) ?? "Z");
  if (minutes !== undefined) {
    const moment = at(`${year}-${month}-${day}T${minutes}${seconds}`);
    return { start: moment, end: moment, isCoarse: false };
  }
  const start = `${year}-${month ?? "01"}-${day ?? "01"}`;
  return { start: at(`${start}T00:00:00`), end: at(`${lastDate(year, month, day)}T23:59:59`), isCoarse: true };
}

function lastDate(year: string, month = "12", day?: string): string {
  if (day !== undefined) return `${year}-${month}-${day}`;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${month}-${last}`;
}
