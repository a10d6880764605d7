import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PAGES, readPage, ROOT } from "./pages.js";

const doors = readdirSync(join(ROOT, "src")).filter((file) => file.endsWith(".ts") && file !== "cli.ts");
const examples = readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:ts|mjs|cjs)$/.test(file))
  .map((file) => readFileSync(join(ROOT, "examples", file), "utf8"));
/** What a page writes as code: blocks, and words between backticks. */
const code = PAGES.flatMap((page) => readPage(page).match(/^```[^]*?^```|`[^`\n]+`/gm) ?? []);
const words = new Set([...code, ...examples].flatMap((text) => text.match(/\w+/g) ?? []));

test("there are doors and words to look at", () => {
  expect(doors.length).toBeGreaterThan(10);
  expect(words.size).toBeGreaterThan(1000);
});

test.each(doors)("each value of src/%s is named on a page or used in an example", async (door) => {
  const values = Object.keys((await import(join(ROOT, "src", door))) as object);
  expect(values.filter((value) => !words.has(value))).toEqual([]);
});
