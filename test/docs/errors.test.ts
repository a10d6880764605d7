import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXPORT_ERROR_CODES } from "../../src/contracts/error-code.js";
import { EXPORT_WARNING_CODES } from "../../src/contracts/warning-code.js";
import { readPage, ROOT } from "./pages.js";

const CODES = Object.keys(EXPORT_ERROR_CODES);
const sections = readPage("docs/errors.md")
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [heading = "", ...lines] = section.split("\n");
    return { heading, text: lines.join("\n") };
  });

test("every code has a heading, every heading is a code, in the order of the codes", () => {
  expect(sections.map(({ heading }) => heading)).toEqual(CODES);
});

describe.each(sections)("$heading", ({ heading, text }) => {
  test("says what happened and what to do", () => {
    expect(text).toMatch(/\*\*Happened:\*\* \S/);
    expect(text).toMatch(/\*\*Do:\*\* \S/);
  });

  test("says whether core tries again, as the code does", () => {
    const facts = Object.entries(EXPORT_ERROR_CODES).find(([code]) => code === heading)?.[1];
    expect(text.includes("*Tried again.*")).toBe(facts?.retryable);
  });
});

describe("warnings", () => {
  const rows = [...readPage("docs/errors.md").matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, code, text]) => [
    code,
    text,
  ]);

  test("the table has every code with its sentence, in their order", () => {
    expect(rows).toEqual(Object.entries(EXPORT_WARNING_CODES));
  });

  test("every code that the library warns with is one of them", () => {
    const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.startsWith("testing"))
      .map((file) => readFileSync(join(ROOT, "src", file), "utf8"));
    const warned = sources.flatMap((text) =>
      [...text.matchAll(/(?:\bwarn|onWarning)(?:\?\.)?\(\s*"([A-Z_]+)"/g)].map(([, code]) => code),
    );
    expect(new Set(warned).size).toBeGreaterThan(8);
    expect(warned.filter((code) => !Object.keys(EXPORT_WARNING_CODES).includes(`${code}`))).toEqual([]);
  });
});
