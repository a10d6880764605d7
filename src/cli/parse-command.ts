import { parseArgs } from "node:util";
import type { ArchiveLevel } from "../dwca/checks/archive-check.js";
import { INIT_USAGE, type InitCommand, parseInit } from "./init/parse-init.js";

/** The usage of the program. */
export const USAGE = `${INIT_USAGE}
Usage: vasculum validate FILE… [options]

Validates Darwin Core Archives.

  --level structure|gbif  the rules to check: those of the text guide, or also those of GBIF; default gbif
  --json                  print one JSON object per file, each on a line of its own
  --max-issues N          list at most N issues per file; default 1000
  --max-inflated N        read archives that unpack to at most N bytes, whatever their ratio;
                          default 2147483648, at a ratio of at most 200
  --show-values           show values of the archive with the issues
  --help                  print this text

Exit status: 0 valid (warnings allowed), 1 invalid, 2 wrong arguments or a file that cannot be opened.
`;

/** The command to validate files. */
export interface ValidateCommand {
  readonly name: "validate";
  readonly files: readonly string[];
  readonly level: ArchiveLevel;
  readonly json: boolean;
  readonly maxIssues: number;
  /** Null for the default. */
  readonly maxInflated: number | null;
  readonly showValues: boolean;
}

/** Prints the usage of the program; with a fault, because the arguments are wrong. */
export interface HelpCommand {
  readonly name: "help";
  readonly fault: string | null;
}

const OPTIONS = {
  level: { type: "string", default: "gbif" },
  json: { type: "boolean", default: false },
  "max-issues": { type: "string", default: "1000" },
  "max-inflated": { type: "string" },
  "show-values": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Reads the arguments of a call. */
export function parseCommand(args: readonly string[]): ValidateCommand | InitCommand | HelpCommand {
  try {
    if (args[0] === "init") return parseInit(args.slice(1)) ?? { name: "help", fault: null };
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (values.help) return { name: "help", fault: null };
    const [name, ...files] = positionals;
    if (name !== "validate")
      return fault(name === undefined ? "A command is missing." : `There is no command "${name}".`);
    if (files.length === 0) return fault("A file is missing.");
    const { level } = values;
    if (level !== "structure" && level !== "gbif") return fault("--level must be structure or gbif.");
    const [maxIssues, maxInflated] = [wholeNumber(values["max-issues"]), wholeNumber(values["max-inflated"])];
    if (maxIssues === null || Number.isNaN(maxIssues)) return fault("--max-issues must be a whole number.");
    if (Number.isNaN(maxInflated) || maxInflated === 0) return fault("--max-inflated must be a whole number of bytes.");
    return { name, files, level, json: values.json, maxIssues, maxInflated, showValues: values["show-values"] };
  } catch (error) {
    // What `parseArgs` throws says in one sentence which argument is wrong.
    return fault(error instanceof Error ? error.message : "The arguments are wrong.");
  }
}

function fault(text: string): HelpCommand {
  return { name: "help", fault: text };
}

/** Null where there is none; NaN where it is no whole number. */
function wholeNumber(text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : Number.NaN;
}
