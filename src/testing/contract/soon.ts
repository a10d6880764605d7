import assert from "node:assert/strict";
import { within } from "../../async/within.js";

const LATE = Symbol("late");

/** The outcome of `pending`; fails the test when it takes longer than `ms`. */
export async function soon<T>(
  pending: Promise<T>,
  { ms, what }: { readonly ms: number; readonly what: string },
): Promise<T> {
  const outcome = await within(pending, ms, LATE);
  if (outcome === LATE) assert.fail(`${what} took longer than ${ms} ms.`);
  return outcome;
}
