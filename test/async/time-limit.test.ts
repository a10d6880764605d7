import { expect, test, vi } from "vitest";
import { fitsTimer, LONGEST_TIMER_MS, startTimeLimit } from "../../src/async/time-limit.js";

test.each([1, 1.5, 1_000, LONGEST_TIMER_MS])("a timer can wait %d ms", (ms) => {
  expect(fitsTimer(ms)).toBe(true);
});

test.each([0, -5, 0.5, Number.NaN, Infinity, 2 ** 31])("a timer cannot wait %d ms", (ms) => {
  expect(fitsTimer(ms)).toBe(false);
});

test("a limit ends once after its time; without one, or with more than a timer waits, there is no timer", () => {
  vi.useFakeTimers();
  const end = vi.fn();
  try {
    const limits = [undefined, 2 ** 31, LONGEST_TIMER_MS].map((ms) => startTimeLimit(ms, end));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(LONGEST_TIMER_MS);
    expect(end).toHaveBeenCalledOnce();
    for (const limit of limits) limit[Symbol.dispose]();
    startTimeLimit(5, end)[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
