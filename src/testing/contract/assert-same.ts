import assert from "node:assert/strict";

/**
 * Compares two values deeply. The error has both: what the contract wants of the adapter, and how the values differ.
 *
 * @param wanted - a sentence for the adapter's author: what to do.
 */
export function assertSame(actual: unknown, expected: unknown, wanted: string): void {
  try {
    assert.deepEqual(actual, expected);
  } catch (error) {
    if (!(error instanceof assert.AssertionError)) throw error;
    throw new assert.AssertionError({
      message: `${wanted}\n${error.message}`,
      actual,
      expected,
      operator: "deepStrictEqual",
    });
  }
}
