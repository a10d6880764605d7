import { expect, test } from "vitest";
import { DistinctKeys } from "../../src/data-package/distinct-keys.js";

/** The answer for these keys, and whether they were read again. */
async function repeatedOf(keys: readonly string[]) {
  const distinct = new DistinctKeys();
  for (const key of keys) distinct.add(key);
  let again = false;
  const repeated = await distinct.findRepeated(async function* () {
    again = true;
    yield Buffer.from(keys.map((key) => `${key}\n`).join(""));
  });
  return { repeated, again };
}

const many = Array.from({ length: 200_000 }, (_, index) => `urn:ridge:capture:1:${index}`);

test("a key that comes twice is found, however far apart", async () => {
  expect(await repeatedOf([...many, "urn:ridge:capture:1:7"])).toMatchObject({ repeated: "urn:ridge:capture:1:7" });
});

test("keys with one hash are not taken for one key", async () => {
  // Two texts with one hash of FNV-1a.
  expect(await repeatedOf(["costarring", "liquid"])).toEqual({ repeated: null, again: true });
  expect((await repeatedOf(many)).repeated).toBeNull();
});

test("keys without a doubt are not read again", async () => {
  expect(await repeatedOf(["a", "b"])).toEqual({ repeated: null, again: false });
});
