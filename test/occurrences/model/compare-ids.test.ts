import fc from "fast-check";
import { expect, test } from "vitest";
import { compareIds } from "../../../src/occurrences/model/compare-ids.js";

test("texts come in the order of their UTF-8 bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(Math.sign(compareIds(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test("numbers come by size, and before texts", () => {
  expect(["1", 10, "", 9, -1].sort(compareIds)).toEqual([-1, 9, 10, "", "1"]);
});
