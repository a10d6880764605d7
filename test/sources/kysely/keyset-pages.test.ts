import fc from "fast-check";
import { expect, test } from "vitest";
import { keysetPages } from "../../../src/sources/kysely/keyset-pages.js";

interface Row {
  readonly key: number;
}

/** Pages over a sorted list as a database would give them: rows after the last key, up to the limit. */
async function pagesOf(keys: readonly number[], pageSize: number): Promise<readonly (readonly number[])[]> {
  const rows = keys.toSorted((a, b) => a - b).map((key) => ({ key }));
  const load = async (last: Row | null, limit: number) => ({
    rows: rows.filter(({ key }) => last === null || key > last.key).slice(0, limit),
  });
  const pages = [];
  for await (const page of keysetPages<Row>({ size: { rows: pageSize }, load, keyOf: ({ key }) => String(key) }))
    pages.push(page.map(({ key }) => key));
  return pages;
}

test("gives every row once, in full pages but the last", async () => {
  const property = fc.asyncProperty(
    fc.uniqueArray(fc.nat(), { maxLength: 40 }),
    fc.integer({ min: 1, max: 12 }),
    async (keys, size) => {
      const pages = await pagesOf(keys, size);
      expect(pages.flat()).toEqual(keys.toSorted((a, b) => a - b));
      expect(pages.slice(0, -1).every((page) => page.length === size)).toBe(true);
      expect(pages.every((page) => page.length > 0)).toBe(true);
    },
  );
  await fc.assert(property);
});

test.each([1, 2, 3, 4, 5])("refuses a key that repeats, wherever pages of %i end", async (pageSize) => {
  await expect(pagesOf([1, 2, 3, 3, 4], pageSize)).rejects.toMatchObject({ code: "SOURCE_ORDER_NOT_UNIQUE" });
});

test("refuses a load that gives the last row again", async () => {
  const pages = keysetPages<Row>({
    size: { rows: 1 },
    load: async () => ({ rows: [{ key: 1 }, { key: 2 }] }),
    keyOf: ({ key }) => String(key),
  });
  await pages.next();
  await expect(pages.next()).rejects.toMatchObject({ code: "SOURCE_ORDER_NOT_UNIQUE" });
});

test("gives all rows of pages that are cut, each again the first of the next page", async () => {
  const rows = [1, 2, 3, 4, 5].map((key) => ({ key }));
  const load = async (last: Row | null) => ({
    rows: rows.filter(({ key }) => key > (last?.key ?? 0)).slice(0, 2),
    isCut: (last?.key ?? 0) < 4,
  });
  const pages = [];
  for await (const page of keysetPages<Row>({ size: { rows: 9 }, load, keyOf: ({ key }) => String(key) }))
    pages.push(page.map(({ key }) => key));
  expect(pages).toEqual([[1], [2], [3], [4], [5]]);
});
