import { expect, test } from "vitest";
import { shareReads } from "../../../src/core/ports/service-options.js";

test("those who ask in one turn share a read that begins after them all, and the next turn reads again", async () => {
  let value = "old";
  const reads: number[] = [];
  const read = shareReads(async (key: number) => {
    reads.push(key);
    return value;
  });
  const first = [read(1), read(1), read(2)];
  value = "new";
  expect(await Promise.all([...first, read(1)])).toEqual(["new", "new", "new", "new"]);
  expect(reads).toEqual([1, 2]);
  value = "newer";
  expect(await read(1)).toBe("newer");
  expect(reads).toEqual([1, 2, 1]);
});

test("a read that fails fails all who share it, and no later one", async () => {
  let broken = true;
  const read = shareReads(async () => {
    if (broken) throw new RangeError("down");
    return "up";
  });
  const outcomes = await Promise.allSettled([read(1), read(1)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  broken = false;
  expect(await read(1)).toBe("up");
});
