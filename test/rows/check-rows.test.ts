import { expect, test } from "vitest";
import { collect } from "../support/collect.js";
import { checkRows } from "../../src/rows/check-rows.js";
import type { ExportError } from "../../src/contracts/export-error.js";

async function* batches() {
  yield [{ id: 7, name: "a" }, { name: "bad" }];
  yield [{ name: "bad" }];
  yield [{ id: 9, name: "b" }];
}

const check = (row: { readonly name: string }) => {
  if (row.name === "bad") throw new RangeError("bad");
  return { ...row, name: row.name.toUpperCase() };
};

test("formats see what the check returns, and what it refuses is named by id or position", async () => {
  const refused: ExportError[] = [];
  const seen: unknown[] = [];
  for await (const batch of checkRows(batches(), check, (error) => void refused.push(error))) seen.push(batch);
  expect(seen).toEqual([[{ id: 7, name: "A" }], [{ id: 9, name: "B" }]]);
  expect(refused.map(({ code, details, cause }) => [code, details[0]?.path, cause instanceof RangeError])).toEqual([
    ["ROW_ENCODING", ["rows", 2], true],
    ["ROW_ENCODING", ["rows", 3], true],
  ]);
});

test("a listener that throws ends the reading", async () => {
  const rethrow = (error: ExportError): never => {
    throw error;
  };
  await expect(collect(checkRows(batches(), check, rethrow))).rejects.toMatchObject({ code: "ROW_ENCODING" });
});
