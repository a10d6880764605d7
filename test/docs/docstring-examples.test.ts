import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./pages.js";

const SRC = join(ROOT, "src");
const listed = (folder: string) => readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });

/** Lines of all examples, which run, without their indentation; files stay apart. */
const lines = listed("examples")
  .filter((file) => /\.(?:ts|mjs|cjs)$/.test(file))
  .flatMap((file) => [`# ${file}`, ...trimmed(readFileSync(join(ROOT, "examples", file), "utf8"))])
  .join("\n");

function trimmed(code: string): string[] {
  return code.split("\n").map((line) => line.trim());
}

const docstrings = listed("src")
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => {
    const found = readFileSync(join(SRC, file), "utf8").matchAll(
      /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n(export (?:async )?(?:function|class|const)\*? (\w+))?/g,
    );
    return [...found].map(([, text = "", , name]) => ({ file, name, text: text.replaceAll(/^ *\* ?/gm, "") }));
  });

/** The code of every `@example`. */
const examples = docstrings.flatMap(({ file, text }) =>
  [...text.matchAll(/@example\s+([\s\S]*?)(?=\n@|$)/g)].map(([, block = ""]) => ({
    file,
    code: trimmed(/^```ts\n([\s\S]*?)\n```$/.exec(block.trim())?.[1] ?? block.trim()).join("\n"),
  })),
);

/** Functions that a door of the package exports. */
const publicFunctions = readdirSync(SRC)
  .filter((file) => file.endsWith(".ts") && file !== "cli.ts")
  .flatMap((door) => [...readFileSync(join(SRC, door), "utf8").matchAll(/export \{([^}]*)\} from "\.\/([^"]+)\.js"/g)])
  .flatMap(([, names = "", from]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => /^[a-z]\w+$/.test(name))
      .map((name) => ({ name, file: `${from}.ts` })),
  );

test("there are examples in docstrings", () => expect(examples.length).toBeGreaterThan(40));

test.each(examples)("an @example of $file is lines of an example, which runs", ({ code }) => {
  expect(lines.includes(`\n${code}\n`), code).toBe(true);
});

test("each public function has a docstring with an @example", () => {
  expect(publicFunctions.length).toBeGreaterThan(100);
  const lacking = publicFunctions.filter(
    ({ name, file }) =>
      !docstrings.some((doc) => doc.file === file && doc.name === name && doc.text.includes("@example")),
  );
  expect(lacking.map(({ name }) => name)).toEqual([]);
});
