import { describe, expect, test } from "vitest";
import { createMemorySource } from "../../../src/sources/memory/create-memory-source.js";
import { type DataSourceRow, dataSourceSuite } from "../../../src/testing/data-source-suite/data-source-suite.js";
import { opening, readRows } from "../../../src/testing/data-source-suite/snapshot-fixture.js";

describe("the data source suite", () => {
  dataSourceSuite({
    test,
    create: (rows) => {
      const list = [...rows];
      return {
        source: createMemorySource(list, {
          key: ({ id }) => id,
          inScope: ({ project }, { projectId }) => project === projectId,
        }),
        write: async (row: DataSourceRow) => void list.push(row),
      };
    },
    narrow: (query, name) => (row) => query(row) && row.name === name,
  });
});

describe("a memory source", () => {
  const scope = { projectId: 1, userId: 1 };

  test("orders texts by code point, and numbers before texts", async () => {
    const keys = ["b", "a", "\u{1F98B}", "\uFB01", "10", 9, "9", 10];
    const source = createMemorySource(keys, { key: (row) => row, inScope: () => true });
    await using snapshot = await source.open(opening(scope));
    expect(await readRows(snapshot, source.queryset())).toEqual([9, 10, "10", "9", "a", "b", "\uFB01", "\u{1F98B}"]);
  });

  test("refuses a batch size that is not a whole number", async () => {
    const source = createMemorySource([1], { key: (row) => row, inScope: () => true });
    for (const batchSize of [1.5, Infinity])
      await expect(source.open(opening(scope, { batchSize }))).rejects.toThrow(TypeError);
  });

  test("refuses a batch size that holds nothing", async () => {
    const source = createMemorySource([1], { key: (row) => row, inScope: () => true });
    await expect(source.open(opening(scope, { batchSize: 0 }))).rejects.toThrow(TypeError);
    await expect(source.open(opening(scope, { batchSize: Number.NaN }))).rejects.toThrow(TypeError);
  });

  test("asks whether a row is in scope once per snapshot", async () => {
    let asked = 0;
    const source = createMemorySource([1, 2, 3], { key: (row) => row, inScope: () => (asked += 1) > 0 });
    await using snapshot = await source.open(opening(scope));
    await snapshot.count(source.queryset());
    await readRows(snapshot, source.queryset());
    expect(asked).toBe(3);
  });
});
