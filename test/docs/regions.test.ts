import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PAGES, readPage, ROOT } from "./pages.js";

/** Code blocks that are TypeScript, each with the region it is said to be. */
const blocks = PAGES.flatMap((page) => {
  const text = readPage(page);
  const found = text.matchAll(/(?:<!-- region (\S+)#(\S+) -->\n\n)?```(?:ts|js)\n([\s\S]*?)```/g);
  return [...found].map(([, file, region, code = ""]) => ({ page, file, region, code }));
});

/** The lines between `// #region name` and `// #endregion`, without their common indentation. */
function readRegion(file: string, name: string): string {
  const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === "// #endregion");
  expect(start, `${file} has no region ${name}`).toBeGreaterThanOrEqual(0);
  const region = lines.slice(start + 1, end);
  const indent = Math.min(...region.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return region.map((line) => line.slice(indent)).join("\n");
}

test("there are code blocks to compare", () => expect(blocks.length).toBeGreaterThan(1));

test.each(blocks)("a code block of $page is the region $file#$region, which runs", ({ page, file, region, code }) => {
  expect(file, `a code block of ${page} names no region`).toBeDefined();
  expect(code.trimEnd()).toBe(readRegion(file ?? "", region ?? "").trimEnd());
});
