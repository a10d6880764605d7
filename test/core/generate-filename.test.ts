import { expect, test } from "vitest";
import { fileSizeDisplay } from "../../src/http/file-size-display.js";
import { generateFilename } from "../../src/core/attempt/file-names.js";
import { slugify } from "../../src/core/attempt/file-names.js";

const named = (projectName: string | null, label?: string) =>
  generateFilename({ exportId: 12, projectId: 3, projectName, label, fileFormat: "csv" });

test.each([
  ["Panama: Barro Colorado", "panama-barro-colorado"],
  ["  Été — à Québec! ", "ete-a-quebec"],
  ["snake_case stays", "snake_case-stays"],
  ["__--trimmed--__", "trimmed"],
  ["a\tb\nc\x1cd", "a-b-c-d"],
  ["蛾の観察", ""],
  ["İstanbul I", "istanbul-i"],
])("slugify turns %j into %j", (name, slug) => expect(slugify(name)).toBe(slug));

test("a file is named after its project and its export", () =>
  expect(named("Vermont Moths")).toBe("vermont-moths_export-12.csv"));
test("a label stands between the two", () => expect(named("Vermont", "Nightly")).toBe("vermont_nightly_export-12.csv"));
test("a project without a sluggable name gives its id", () => expect(named("蛾")).toBe("project-3_export-12.csv"));
test("a project without any name gives its id", () => expect(named(null)).toBe("project-3_export-12.csv"));
test("a long name is cut at 60 characters, and never ends in a hyphen", () => {
  expect(named(`${"m".repeat(59)} moths`)).toBe(`${"m".repeat(59)}_export-12.csv`);
  expect(named("m".repeat(80))).toBe(`${"m".repeat(60)}_export-12.csv`);
});

test.each(["蛾", "m".repeat(255), "."])(
  "a project whose id %j makes no name, or too long a one, gives a short hash",
  (projectId) => {
    const given = { exportId: 12, projectId, projectName: null, label: undefined, fileFormat: "csv" };
    expect(generateFilename(given)).toMatch(/^project-[0-9a-f]{16}_export-12\.csv$/);
    expect(generateFilename(given)).not.toBe(generateFilename({ ...given, projectId: `${projectId}2` }));
  },
);
test("no name is longer than a file system takes", () => {
  const long = "m".repeat(255);
  const given = { exportId: long, projectId: long, projectName: long, label: long, fileFormat: "a".repeat(16) };
  expect(generateFilename(given).length).toBeLessThanOrEqual(200);
});

test.each([
  [null, null],
  [0, null],
  [1, "1\u00a0byte"],
  [1023, "1023\u00a0bytes"],
  [1024, "1.0\u00a0KB"],
  [1280, "1.2\u00a0KB"],
  [1408, "1.4\u00a0KB"],
  [1281, "1.3\u00a0KB"],
  [1024 ** 2, "1.0\u00a0MB"],
  [2_516_582, "2.4\u00a0MB"],
  [1024 ** 5 * 3, "3.0\u00a0PB"],
  [Number.MAX_SAFE_INTEGER, "8.0\u00a0PB"],
])("%j bytes read %j", (bytes, text) => expect(fileSizeDisplay(bytes)).toBe(text));
