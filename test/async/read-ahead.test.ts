import { expect, test } from "vitest";
import { readAhead } from "../../src/async/read-ahead.js";

/** Counts up to 5, and writes down what it is asked for and when it is left. */
function counter(failAt = Infinity): {
  readonly seen: string[];
  readonly numbers: AsyncGenerator<number, void, undefined>;
} {
  const seen: string[] = [];
  async function* numbers(): AsyncGenerator<number, void, undefined> {
    try {
      for (let number = 1; number <= 5; number += 1) {
        seen.push(`make ${number}`);
        if (number === failAt) throw new TypeError("broken");
        yield number;
      }
    } finally {
      seen.push("left");
    }
  }
  return { seen, numbers: numbers() };
}

test("gives the items in order and makes one ahead, never two", async () => {
  const { seen, numbers } = counter();
  for await (const number of readAhead(numbers)) {
    seen.push(`use ${number}`);
    await new Promise(setImmediate);
    expect(seen.filter((entry) => entry.startsWith("make")).length).toBe(Math.min(number + 1, 5));
  }
  expect(seen.filter((entry) => entry.startsWith("use"))).toEqual([1, 2, 3, 4, 5].map((number) => `use ${number}`));
});

test("a failure is heard after the items before it", async () => {
  const used: number[] = [];
  const reading = (async () => {
    for await (const number of readAhead(counter(3).numbers)) used.push(number);
  })();
  await expect(reading).rejects.toThrow("broken");
  expect(used).toEqual([1, 2]);
});

test("an early return ends the source, and a failure while it ends is ignored", async () => {
  const { seen, numbers } = counter(2);
  for await (const _ of readAhead(numbers)) break;
  expect(seen.at(-1)).toBe("left");
});

test("an item that waits is not given after an abort, and the source is left", async () => {
  const { seen, numbers } = counter();
  const controller = new AbortController();
  const reading = readAhead(numbers, controller.signal);
  await reading.next();
  await new Promise(setImmediate);
  expect(seen).toContain("make 2");
  controller.abort(new TypeError("enough"));
  await expect(reading.next()).rejects.toThrow("enough");
  expect(seen.at(-1)).toBe("left");
});
