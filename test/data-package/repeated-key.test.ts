import { expect, test } from "vitest";
import { RepeatedKeySearch } from "../../src/data-package/repeated-key.js";

/** The answer for these keys, and how often they were read. */
async function repeatedOf(keys: readonly string[], window?: number) {
  let readings = 0;
  const bytes = Buffer.from(keys.map((key) => `${key}\n`).join(""));
  async function* read() {
    readings += 1;
    for (let start = 0; start < bytes.length; start += 1_000) yield bytes.subarray(start, start + 1_000);
  }
  const repeated = await new RepeatedKeySearch(window === undefined ? {} : { window }).find({
    count: keys.length,
    read,
  });
  return { repeated, readings };
}

const many = Array.from({ length: 50_000 }, (_, index) => `urn:ridge:capture:1:${index}`);

test.each([1_000_000, 20_000, 1])("a key that comes twice is found, however far apart, %d at once", async (window) => {
  const repeated = "urn:ridge:capture:1:7";
  expect(await repeatedOf([...many, repeated], window)).toMatchObject({ repeated });
  expect((await repeatedOf(many, window)).repeated).toBeNull();
});

test("keys with one hash are not taken for one key, and read again", async () => {
  // Two texts with one hash of FNV-1a.
  expect(await repeatedOf(["costarring", "liquid"])).toEqual({ repeated: null, readings: 2 });
});

test("keys without a doubt are read once, more than fit in several passes", async () => {
  expect(await repeatedOf(["a", "b"])).toEqual({ repeated: null, readings: 1 });
  expect(await repeatedOf(["a", "b", "c", "d", "e"], 2)).toEqual({ repeated: null, readings: 3 });
});

test("one search serves keys after keys", async () => {
  const search = new RepeatedKeySearch();
  const answers: (string | null)[] = [];
  for (const keys of [["a", "b"], ["b", "a", "b"], ["a"]])
    answers.push(
      await search.find({
        count: keys.length,
        async *read() {
          yield Buffer.from(keys.map((key) => `${key}\n`).join(""));
        },
      }),
    );
  expect(answers).toEqual([null, "b", null]);
});
