import { expect, test } from "vitest";
import { ARCHIVE_CHECKS } from "../../src/dwca/checks/archive-checks.js";
import { NOT_CHECKED_HERE } from "../../src/dwca/checks/not-checked-here.js";
import { readPage } from "./pages.js";

const page = readPage("docs/archive-checks.md");
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = "", ...lines] = (section.split(/^## /m)[0] ?? "").split("\n");
      return [heading, lines.join("\n").trim()] as const;
    }),
);

test("every code has a section, and every section is a code", () => {
  expect([...sections.keys()].sort()).toEqual(Object.keys(ARCHIVE_CHECKS).sort());
});

test.each(Object.entries(ARCHIVE_CHECKS))("%s is described as it is reported", (code, check) => {
  const severity = check.severity === "error" ? "Error" : "Warning";
  expect(sections.get(code)).toBe(
    `**Found:** ${check.sentence}\n**Do:** ${check.remedy}\n*${severity}, level ${check.from}.*`,
  );
});

test("codes that are not checked are listed, with the reason", () => {
  const [, left = ""] = page.split("## Not checked");
  for (const { why, codes } of NOT_CHECKED_HERE)
    expect(left).toContain(`${codes.map((code) => `\`${code}\``).join(", ")}: ${why}.`);
});

test("sentences are sentences, of at most 25 words", () => {
  const sentences = Object.values(ARCHIVE_CHECKS).flatMap(({ sentence, remedy }) => [sentence, remedy]);
  expect(sentences.filter((text) => !/^[`A-Z].*\.$/.test(text))).toEqual([]);
  const long = sentences.flatMap((text) => text.split(/(?<=[.;]) /)).filter((text) => text.split(" ").length > 25);
  expect(long).toEqual([]);
});
