import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createS3Limits } from "../../../src/storage/s3/s3-limits.js";
import { Pace } from "../../../src/storage/s3/pace.js";

const KIB = 1024;
const PART = 5 * KIB * KIB;

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** Whether a pace that has seen `bytes` after each of the waits is satisfied every time. */
function judge(pace: Pace, bytes: number, waits: readonly number[]): readonly boolean[] {
  return waits.map((ms) => (vi.advanceTimersByTime(ms), pace.moved(bytes)));
}

test("bytes counted when they went into buffers count for the time in which they pass", () => {
  const pace = new Pace(createS3Limits(), { held: 2 * PART });
  pace.begin();
  // Two parts at a time at 100 KiB/s in all, each counted as a whole when it begins.
  expect(judge(pace, PART, [0, 0, 59_000, 2000, 100_000, 4800])).toEqual([true, true, true, true, true, true]);
});

test("no more of them than the buffers hold", () => {
  const pace = new Pace(createS3Limits(), { held: PART });
  pace.begin();
  expect(judge(pace, 100 * PART, [0])).toEqual([true]);
  expect(judge(pace, 64 * KIB, [60_000, 60_000, 60_000])).toEqual([true, true, false]);
});
