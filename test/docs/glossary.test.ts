import { expect, test } from "vitest";
import { readPage } from "./pages.js";

/** The first cells of a page's tables of words, one word each. */
function wordsOf(page: string): readonly string[] {
  const cells = [...readPage(page).matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)].map(([, cell = ""]) => cell);
  return cells.filter((cell) => cell !== "word").flatMap((cell) => cell.split(", "));
}

test("the glossary is in the order of the alphabet, each word once", () => {
  const words = wordsOf("docs/glossary.md").map((word) => word.toLowerCase());
  expect(words.length).toBeGreaterThan(50);
  expect(words).toEqual([...new Set(words)].sort((one, other) => one.localeCompare(other, "en")));
});

test("the glossary has every word of the concepts", () => {
  const [words = ""] = /## Words[^]*?\n## /.exec(readPage("docs/concepts.md")) ?? [];
  const ours = [...words.matchAll(/^\| ([a-zA-Z, ]+) \|/gm)].flatMap(([, cell = ""]) => cell.split(", "));
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter((word) => word !== "word" && !wordsOf("docs/glossary.md").includes(word))).toEqual([]);
});
