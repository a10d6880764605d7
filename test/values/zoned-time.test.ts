import { expect, test } from "vitest";
import { TimeZone } from "../../src/values/zoned-time.js";

test.for([
  ["Europe/London", "2023-01-15T12:00:00", "+00:00"],
  ["Europe/London", "2023-07-15T12:00:00", "+01:00"],
  ["Europe/Paris", "2023-03-26T01:59:59", "+01:00"],
  ["Europe/Paris", "2023-03-26T03:00:00", "+02:00"],
  // skipped in spring, twice in autumn
  ["Europe/Paris", "2023-03-26T02:30:00", "+01:00"],
  ["Europe/Paris", "2023-10-29T02:30:00", "+02:00"],
  ["Europe/Paris", "2023-10-29T03:00:00", "+01:00"],
  ["Australia/Lord_Howe", "2023-04-02T01:45:00", "+11:00"],
  ["Australia/Lord_Howe", "2023-04-02T02:00:00", "+10:30"],
  ["Asia/Kathmandu", "2023-06-01T00:00:00", "+05:45"],
  ["+02:00", "2023-06-01T00:00:00", "+02:00"],
  ["UTC", "2023-06-01T00:00:00", "Z"],
] as const)("in %s it is %s %s", ([zone, local, offset]) => {
  expect(new TimeZone(zone).offsetOf(local)).toBe(offset);
});

test("a text that is not a zone is refused", () => {
  expect(() => new TimeZone("Mars/Olympus")).toThrow(RangeError);
});
