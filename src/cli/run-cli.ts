import { runInit } from "./init/run-init.js";
import { parseCommand, USAGE } from "./parse-command.js";
import { validateFiles } from "./validate-files.js";
import type { CliOutput } from "./cli-output.js";

/** The input and output of a command: a process, or what stands for one. */
export interface CliHost extends CliOutput {
  readonly stdin: NodeJS.ReadableStream;
}

/**
 * Runs a command.
 *
 * @param args - without the program's own name.
 * @param packageRoot - the folder of this package, which holds the templates of `init`.
 * @returns the status with which the process ends: 0 done or valid, 1 invalid or refused, 2 for wrong arguments and files that cannot be
 * opened.
 */
export async function runCli(args: readonly string[], host: CliHost, packageRoot: string): Promise<number> {
  const command = parseCommand(args);
  if (command.name === "validate") return await validateFiles(command, host);
  if (command.name === "init") {
    const say = (text: string) => host.stdout.write(text);
    return await runInit(command, { say, complain: (text) => host.stderr.write(text), input: host.stdin, packageRoot });
  }
  const stream = command.fault === null ? host.stdout : host.stderr;
  stream.write(command.fault === null ? USAGE : `${command.fault}\n\n${USAGE}`);
  return command.fault === null ? 0 : 2;
}
