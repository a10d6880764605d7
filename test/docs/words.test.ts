import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./pages.js";

/** The left column of the rule card in docs/CONTRIBUTING.md, as code can find it. */
const AVOIDED =
  /\b(?:told of|tells? of|mends?|heeds?|done without|keeps? to|be it|somebody|anew|hence|not to be known|(?:is|are) not there)\b/i;
const AVOIDED_NAMES = /\b(?:helpers?|managers?|utils?|info|misc)\b/;

/** The rule card itself names the words, and so does this test. */
const EXEMPT = new Set(["docs/CONTRIBUTING.md", "test/docs/words.test.ts"]);

const FOLDERS = [".changeset", ".ci", "bench", "docs", "examples", "src", "test"];
const files = FOLDERS.flatMap((folder) => listFiles(folder)).concat("README.md");

function listFiles(folder: string): string[] {
  const listed = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
    (file) => `${folder}/${file}`,
  );
  return listed.filter(
    (file) =>
      /\.(?:ts|js|mjs|cjs|md|css|html|json)$/.test(file) &&
      !/\/node_modules\/|^docs\/api\//.test(file) &&
      !EXEMPT.has(file),
  );
}

function linesWith(file: string): string[] {
  const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
  return lines.flatMap((line, index) => (AVOIDED.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}

test("there are files to read, and a word to avoid is seen", () => {
  expect(files.length).toBeGreaterThan(500);
  expect("it mends the record".match(AVOIDED)?.[0]).toBe("mends");
});

test("no page, comment or name of a test has a word that the rule card avoids", () => {
  expect(files.flatMap(linesWith)).toEqual([]);
});

test("no file is named after what it is not", () => {
  expect(files.filter((file) => AVOIDED_NAMES.test(basename(file)))).toEqual([]);
});

test("the words that only this project knows are sorted, and each is in a file", () => {
  const words = readFileSync(join(ROOT, ".ci/words.txt"), "utf8").trimEnd().split("\n");
  expect(words).toEqual([...new Set(words)].sort());
  const texts = [...files, ".ci/run", "docs/CONTRIBUTING.md", "package.json"].map((file) =>
    readFileSync(join(ROOT, file), "utf8"),
  );
  const text = texts.join("\n").toLowerCase();
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
});
