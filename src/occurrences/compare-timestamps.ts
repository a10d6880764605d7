const OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;
const FRACTION = /\.\d+/;

/**
 * The order of ISO 8601 timestamps in time, to the last digit of their fractions. Those with an offset count as the instants they
 * are; one without is read as UTC when it meets one with, since nobody knows better.
 */
export function compareTimestamps(a: string, b: string): number {
  if (!OFFSET.test(a) && !OFFSET.test(b)) return compareTexts(a, b);
  return seconds(a) - seconds(b) || compareTexts(fraction(a), fraction(b));
}

/** NaN, which decides nothing, for text that is no timestamp. */
function seconds(timestamp: string): number {
  const whole = timestamp.replace(FRACTION, "");
  return Date.parse(OFFSET.test(whole) ? whole : `${whole}Z`);
}

/** Compared as text, since a number of milliseconds would lose the microseconds. */
function fraction(timestamp: string): string {
  return FRACTION.exec(timestamp)?.[0] ?? "";
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
