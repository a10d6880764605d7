import { describe, expect, test } from "vitest";
import { EXPORT_ERROR_CODES } from "../../src/contracts/error-code.js";
import { readPage } from "./pages.js";

const CODES = Object.keys(EXPORT_ERROR_CODES);
const sections = readPage("docs/errors.md").split(/^### /m).slice(1).map((section) => {
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
