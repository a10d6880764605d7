import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longParts } from "./long-parts.js";
import { ROOT } from "./pages.js";

/** A question for a docstring makes readers look for the verb. */
const QUESTION = /^(What|How|Whose|Who|Where|When|That|Which)\b/;

/** The docstrings of a text, without their frame: `first words of it`, each on one line. */
function docstringsOf(text: string): string[] {
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, body = ""]) =>
    body.replace(/\s*\n\s*\*?\s*/g, " ").trim(),
  );
}

/** A comment without its frame. */
const plain = (comment: string) => comment.replaceAll(/\n[ \t]*(?:\*|\/\/) ?/g, "\n");

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
  expect(longParts(plain(`/** ${words} end. */`))).toEqual([]);
  expect(longParts(plain(`/**\n * ${words}\n * \`some code\` end.\n */`))).toHaveLength(1);
  expect(longParts(plain(`// ${words}\n// one more.\n`))).toHaveLength(1);
  expect(
    longParts(plain(`/**\n * ${words}.\n *\n * @example\n * \`\`\`ts\n * ${words} ${words}\n * \`\`\`\n */`)),
  ).toEqual([]);
});

test("no sentence of a comment has more than 25 words before its end, a colon or a semicolon", () => {
  const long = comments.flatMap(({ file, comment }) => longParts(plain(comment)).map((part) => `${file}: ${part}`));
  expect(long).toEqual([]);
});
