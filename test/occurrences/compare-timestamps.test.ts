import { expect, test } from "vitest";
import { compareTimestamps } from "../../src/occurrences/compare-timestamps.js";

test.each([
  ["2023-06-18T22:42:20", "2023-06-18T22:42:21"],
  ["2023-06-18T22:42:20", "2023-06-18T22:42:20.000001"],
  ["2023-06-18T22:42:20.000001", "2023-06-18T22:42:20.00001"],
  ["2023-06-18T22:42:20.999999", "2023-06-18T22:42:21"],
  ["2023-06-18T22:42:20.1Z", "2023-06-18T22:42:20.1000005Z"],
  ["2023-06-18T23:00:00+02:00", "2023-06-18T21:30:00Z"],
  ["2023-06-18T23:00:00.5+02:00", "2023-06-18T21:00:00.500001Z"],
  ["2023-06-18T20:00:00Z", "2023-06-18T18:00:00.000001-02:00"],
  ["2023-06-18T22:00:00", "2023-06-18T22:00:00.1Z"],
])("%s is before %s", (earlier, later) => {
  expect(compareTimestamps(earlier, later)).toBeLessThan(0);
  expect(compareTimestamps(later, earlier)).toBeGreaterThan(0);
});

test("one instant written in two ways is no order", () => {
  expect(compareTimestamps("2023-06-18T22:00:00.25+02:00", "2023-06-18T20:00:00.25Z")).toBe(0);
});
