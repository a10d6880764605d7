import { expect, test } from "vitest";
import { checkBatchSize } from "../../../src/sources/kysely/check-batch-size.js";

test.each([1, 500, 10_000])("%d rows may be a batch", (batchSize) => {
  expect(() => checkBatchSize(batchSize)).not.toThrow();
});

test.each([0, -1, 1.5, 10_001, Infinity, Number.NaN, "500" as never, undefined as never])("%s rows may not", (batchSize) => {
  expect(() => checkBatchSize(batchSize)).toThrow(TypeError);
});
