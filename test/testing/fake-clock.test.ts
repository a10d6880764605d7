import { expect, test } from "vitest";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";

test("a fake clock stands still until it is moved", () => {
  const clock = createFakeClock("2026-05-01T12:00:00.000Z");
  const start = Date.UTC(2026, 4, 1, 12);
  expect([clock.now(), clock.now()]).toEqual([start, start]);
  clock.advance(1500);
  expect(clock.now()).toBe(start + 1500);
  clock.advance(-2000);
  expect(clock.now()).toBe(start - 500);
});

test("a fake clock refuses a text that is not a time", () => {
  expect(() => createFakeClock("yesterday")).toThrow(TypeError);
});
