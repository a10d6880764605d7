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

/** The most words between two full stops, colons or semicolons. A list of errors is separated by semicolons. */
const MOST_WORDS = 25;

/** The parts of a comment that have more words, each on one line. Code of examples is left out, and code in a sentence is one word. */
function longParts(comment: string): string[] {
  const text = comment
    .replaceAll(/\n[ \t]*(?:\*|\/\/) ?/g, "\n")
    .replaceAll(/```[\s\S]*?```|@example .*/g, "\n\n")
    .replaceAll(/`[^`]*`/g, "code");
  const parts = text.split(/(?<=[.!?;:])\s+|\n\s*\n|\n(?=\s*(?:- |@))/).map((part) => part.split(/\s+/).join(" "));
  return parts.filter((part) => part.split(" ").filter((word) => /\w/.test(word)).length > MOST_WORDS);
}

const SRC = join(ROOT, "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/.test(file));
const texts = files.map((file) => ({ file, text: readFileSync(join(SRC, file), "utf8") }));
const docstrings = texts.flatMap(({ file, text }) =>
  docstringsOf(text).map((docstring) => ({ file, text: docstring })),
);
const comments = texts.flatMap(({ file, text }) =>
  [...text.matchAll(/\/\*\*([\s\S]*?)\*\/|(?:^[ \t]*\/\/.*\n)+/gm)].map(([comment]) => ({ file, comment })),
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

test("a sentence that is too long is seen, whatever lines and code it is made of", () => {
  const words = Array.from({ length: 24 }, () => "word").join(" ");
  expect(longParts(`/** ${words} end. */`)).toEqual([]);
  expect(longParts(`/**\n * ${words}\n * \`some code\` end.\n */`)).toHaveLength(1);
  expect(longParts(`// ${words}\n// one more.\n`)).toHaveLength(1);
  expect(longParts(`/**\n * ${words}.\n *\n * @example\n * \`\`\`ts\n * ${words} ${words}\n * \`\`\`\n */`)).toEqual(
    [],
  );
});

test("no sentence of a comment has more than 25 words before its end, a colon or a semicolon", () => {
  const long = comments.flatMap(({ file, comment }) => longParts(comment).map((part) => `${file}: ${part}`));
  expect(long).toEqual([]);
});
