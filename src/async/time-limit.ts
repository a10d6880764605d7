/** The longest that a timer waits, in milliseconds: 24.8 days. A timer that is given more fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whether a timer can wait so many milliseconds: from 1 to {@link LONGEST_TIMER_MS}. */
export function fitsTimer(ms: number): boolean {
  return ms >= 1 && ms <= LONGEST_TIMER_MS;
}

/** Calls `end` once, after so many milliseconds, unless disposed of before. Undefined, and what no timer can wait, is no limit. */
export function startTimeLimit(ms: number | undefined, end: () => void): Disposable {
  const timer = ms === undefined || ms > LONGEST_TIMER_MS ? undefined : setTimeout(end, ms).unref();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
