import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./pages.js";

/** A question for a docstring makes readers look for the verb. */
const QUESTION = /^(What|How|Whose|Who|Where|When|That|Which)\b/;

/** The docstrings of a text, without their frame: `first words of it`, each on one line. */
function docstringsOf(text: string): string[] {
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, body = ""]) =>
    body.replace(/\s*\n\s*\*?\s*/g, " ").trim(),
  );
}

const SRC = join(ROOT, "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/.test(file));
const docstrings = files.flatMap((file) =>
  docstringsOf(readFileSync(join(SRC, file), "utf8")).map((text) => ({ file, text })),
);

test("docstrings are found, and a question in one is seen", () => {
  expect(docstrings.length).toBeGreaterThan(1_000);
  expect(docstringsOf("/**\n * What it\n * does.\n */").filter((text) => QUESTION.test(text))).toEqual([
    "What it does.",
  ]);
});

test("docstrings begin with a verb or name the thing, and ask nothing", () => {
  expect(docstrings.filter(({ text }) => QUESTION.test(text))).toEqual([]);
});
