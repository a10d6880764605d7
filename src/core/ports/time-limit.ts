/** What a timer can wait: 24.8 days. A longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Calls `end` once, after so many milliseconds, unless disposed of before. Undefined, and what no timer can wait, is no limit. */
export function startTimeLimit(ms: number | undefined, end: () => void): Disposable {
  const timer = ms === undefined || ms > LONGEST_TIMER ? undefined : setTimeout(end, ms).unref();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
