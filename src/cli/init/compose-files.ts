import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Choice, type Choices, COMMON, QUESTION_NAMES, QUESTIONS } from "./choices.js";
import { composeManifest } from "./compose-manifest.js";

/** Templates that npm or a tool would take for its own bear another name. */
const NAMES: Readonly<Record<string, string>> = {
  gitignore: ".gitignore",
  "env.example": ".env.example",
  "tsconfig.example.json": "tsconfig.json",
};

/** Templates of which every folder may have a part. */
const JOINED = ["README.md", ".env.example"];

/**
 * Makes the files of an assembly, as text by path. Every choice is a folder of whole files, so that nothing is edited or chosen line by
 * line. The parts of README.md and .env.example follow one another.
 *
 * @param packageRoot - the folder of this package, with its package.json and its templates.
 */
export function composeFiles(choices: Choices, packageRoot: string): ReadonlyMap<string, string> {
  const parts = partsOf(choices);
  const files = new Map([["package.json", composeManifest(parts, packageRoot)]]);
  for (const folder of parts.flatMap(({ folders }) => folders)) {
    for (const [path, text] of readFolder(join(packageRoot, "examples/init", folder))) {
      const before = files.get(path);
      if (before !== undefined && !JOINED.includes(path)) throw new TypeError(`${folder} has a second ${path}.`);
      files.set(path, before === undefined ? text : `${before}\n${text}`);
    }
  }
  return files;
}

/** Returns the parts of every assembly, and those that the answers add. */
function partsOf(choices: Choices): readonly Choice[] {
  const chosen = QUESTION_NAMES.map((question) => QUESTIONS[question].choices[choices[question]]);
  return [COMMON, ...chosen.filter((choice) => choice !== undefined)];
}

function readFolder(folder: string): readonly (readonly [path: string, text: string])[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
  return paths.map((path) => [NAMES[path] ?? path, readFileSync(join(folder, path), "utf8")]);
}
