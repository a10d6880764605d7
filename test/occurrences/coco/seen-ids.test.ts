import { expect, test } from "vitest";
import { SeenIds } from "../../../src/occurrences/coco/seen-ids.js";

test("each id is new once, a number or a text, small or large, until all are forgotten", () => {
  const seen = new SeenIds();
  const numbers = Array.from({ length: 30_000 }, (_, index) => [index, 2 ** 32 * index, 10 ** 15 - index]).flat();
  const ids = [...new Set(numbers), ...Array.from({ length: 1_000 }, (_, index) => `${index}`), ""];
  for (let part = 0; part < 2; part += 1) {
    expect(ids.every((id) => seen.add(id))).toBe(true);
    expect(ids.some((id) => seen.add(id))).toBe(false);
    seen.clear();
  }
});
