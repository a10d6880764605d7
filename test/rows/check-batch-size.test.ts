import { expect, test } from "vitest";
import { checkBatchSize } from "../../src/rows/row-limits.js";

test.each([1, 500, 10_000])("%d rows may be a batch", (batchSize) => {
  expect(() => checkBatchSize(batchSize)).not.toThrow();
  expect(() => checkBatchSize(batchSize, 10_000)).not.toThrow();
});

test.each([0, -1, 1.5, 10_001, Infinity, Number.NaN, "500" as never, undefined as never])(
  "%s rows may not, where 10,000 is the most",
  (batchSize) => {
    expect(() => checkBatchSize(batchSize, 10_000)).toThrow(
      new TypeError("batchSize must be an integer from 1 to 10,000."),
    );
  },
);

test.each([0, -1, 1.5, Infinity, Number.NaN, "500" as never, undefined as never])(
  "%s rows may not where there is no limit",
  (batchSize) => {
    expect(() => checkBatchSize(batchSize)).toThrow(new TypeError("batchSize must be an integer from 1."));
  },
);

test("more than 10,000 rows may be a batch where there is no limit", () => {
  expect(() => checkBatchSize(10_001)).not.toThrow();
});
