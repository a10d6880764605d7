import { parseArgs } from "node:util";
import { type Choices, findConflict, QUESTION_NAMES, QUESTIONS } from "./choices.js";

/** The part of the usage that is about `init`. */
export const INIT_USAGE = `Usage: vasculum init [options]

Writes a working server of exports. Asks for each choice that no option names.

${QUESTION_NAMES.map((name) => `  --${name.padEnd(22)}${Object.keys(QUESTIONS[name].choices).join("|")}`).join("\n")}
  --directory DIR         where it is written; default the current directory
  --yes                   ask nothing; choices that no option names are the first of each list
  --help                  print this text

pg-boss needs PostgreSQL. Files are never overwritten.

Exit status: 0 written, 1 a file exists already and nothing was written, 2 wrong arguments, an answer
that is missing, or a directory that cannot be written.
`;

/** The command to write an assembly. */
export interface InitCommand {
  readonly name: "init";
  readonly directory: string;
  /** The choices that options named; the rest is asked. */
  readonly chosen: Partial<Choices>;
  /** Ask nothing. */
  readonly yes: boolean;
}

const TEXT = { type: "string" } as const;
const OPTIONS = {
  framework: TEXT,
  database: TEXT,
  storage: TEXT,
  queue: TEXT,
  directory: { type: "string", default: "." },
  yes: { type: "boolean", short: "y", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Reads what follows `init`. Returns null for help. @throws TypeError in one sentence which argument is wrong. */
export function parseInit(args: readonly string[]): InitCommand | null {
  const { directory, yes, help, ...named } = parseArgs({ args: [...args], options: OPTIONS }).values;
  if (help) return null;
  if (directory === "") throw new TypeError("--directory must be the path of a directory.");
  for (const question of QUESTION_NAMES) {
    const names = Object.keys(QUESTIONS[question].choices);
    const name = named[question];
    if (name !== undefined && !names.includes(name))
      throw new TypeError(`--${question} is ${names.slice(0, -1).join(", ")} or ${names.at(-1)}.`);
  }
  const conflict = findConflict(named);
  if (conflict !== null) throw new TypeError(`${conflict.name} needs ${conflict.needs}.`);
  return { name: "init", directory, chosen: named, yes };
}
