import { expect, test } from "vitest";
import { within } from "../../src/async/within.js";

/** Longer than a test may take. */
const LONG = 60_000;

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

test("what comes in time is the outcome, whether it is a value or an error, and no timer stays", async () => {
  const before = timers();
  expect(await within(Promise.resolve("in time"), LONG, "late")).toBe("in time");
  await expect(within(Promise.reject(new TypeError("broken")), LONG, "late")).rejects.toThrow("broken");
  expect(timers()).toBe(before);
});

test("what comes later is the fallback, and an error after that ends no process", async () => {
  let fail: (error: Error) => void = () => undefined;
  const pending = new Promise<string>((_resolve, reject) => (fail = reject));
  expect(await within(pending, 1, "late")).toBe("late");
  fail(new TypeError("later still"));
  // By now Node has reported a rejection without a handler, which fails the test.
  await new Promise(setImmediate);
});
