import { expect, test } from "vitest";
import { linesOf } from "../../src/packages/lines-of.js";

async function linesIn(text: string, size: number): Promise<readonly string[]> {
  const bytes = new TextEncoder().encode(text);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const lines: string[] = [];
  for await (const line of linesOf(chunks())) lines.push(line);
  return lines;
}

test.each([1, 7, 40_000, 1_000_000])("lines are whole, wherever chunks of %d bytes end", async (size) => {
  const lines = Array.from({ length: 3_000 }, (_, index) => `${index} étang 🦋 ${"é".repeat(index % 40)}`);
  expect(await linesIn(lines.map((line) => `${line}\n`).join(""), size)).toEqual(lines);
});

test("a line may be longer than what is decoded at once", async () => {
  const long = "ø".repeat(100_000);
  expect(await linesIn(`${long}\n${long}\nno line end`, 70_001)).toEqual([long, long]);
});
