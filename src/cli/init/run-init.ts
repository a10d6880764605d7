import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { askChoices, defaultChoices, type Dialogue } from "./ask-choices.js";
import { QUESTION_NAMES } from "./choices.js";
import { composeFiles } from "./compose-files.js";
import type { InitCommand } from "./parse-init.js";

/** The surroundings that `init` needs. */
export interface InitSurroundings extends Dialogue {
  readonly complain: (text: string) => unknown;
  /** The folder of this package. */
  readonly packageRoot: string;
}

/** Asks, and writes an assembly. Returns the exit status. */
export async function runInit(command: InitCommand, surroundings: InitSurroundings): Promise<number> {
  const { say, complain, packageRoot } = surroundings;
  const directory = resolve(command.directory);
  const choices = command.yes ? defaultChoices(command.chosen) : await askChoices(command.chosen, surroundings);
  if (choices === null) {
    complain("\nAn answer is missing, and nothing was written. --yes takes the first of each list.\n");
    return 2;
  }
  const files = composeFiles(choices, packageRoot);
  const taken = [...files.keys()].filter((path) => existsSync(join(directory, path)));
  if (taken.length > 0) {
    complain(`Nothing was written, since these exist in ${directory}: ${taken.join(", ")}.\n`);
    return 1;
  }
  try {
    await writeAll(directory, files);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    complain(`${directory} cannot be written${code}.\n`);
    return 2;
  }
  say(summary(command.directory, files.size, QUESTION_NAMES.map((question) => choices[question]).join(", ")));
  return 0;
}

/** Creates the files; `wx` refuses one that appeared meanwhile. */
async function writeAll(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text, { flag: "wx" });
  }
}

function summary(directory: string, count: number, chosen: string): string {
  const enter = directory === "." ? "" : `  cd ${directory}\n`;
  return `\nWrote ${count} files: ${chosen}.\n\nNext:\n${enter}  npm install\n  npm test\n\nREADME.md goes on from there.\n`;
}
