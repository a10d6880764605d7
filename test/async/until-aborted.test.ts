import { expect, test, vi } from "vitest";
import { untilAborted } from "../../src/async/until-aborted.js";
import { collect } from "../support/collect.js";

const never = (): Promise<never> => new Promise(() => undefined);

test("all that an iteration yields is yielded, in order", async () => {
  async function* three() {
    yield* [1, 2, 3];
  }
  expect(await collect(untilAborted(three(), new AbortController().signal))).toEqual([1, 2, 3]);
});

test("an iteration that never answers ends with the signal's reason, and is asked to close", async () => {
  const abort = new AbortController();
  const close = vi.fn(async () => ({ done: true as const, value: undefined }));
  const items = { [Symbol.asyncIterator]: () => ({ next: never, return: close }) };
  const reading = collect(untilAborted(items, abort.signal));
  abort.abort(new TypeError("enough"));
  await expect(reading).rejects.toThrow("enough");
  expect(close).toHaveBeenCalledOnce();
});

test("the error of an iteration passes, though it rejects again when it is closed", async () => {
  const fail = (message: string) => () => Promise.reject(new TypeError(message));
  const items = { [Symbol.asyncIterator]: () => ({ next: fail("next"), return: fail("return") }) };
  await expect(collect(untilAborted(items, new AbortController().signal))).rejects.toThrow("next");
});
