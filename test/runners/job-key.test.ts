import { expect, test } from "vitest";
import { jobKey } from "../../src/runners/job-key.js";

test("a key is a UUID of version 8, and stays the same from one release to the next", () => {
  expect(jobKey(1)).toBe("6b86b273-ff34-8ce1-8d6b-804eff5a3f57");
  expect(jobKey("1")).toBe("391552c0-99c1-81b1-81fe-af24c5795a6a");
  for (const id of [0, 2 ** 53 - 1, "", "\ud800", "x".repeat(5_000)]) {
    expect(jobKey(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
