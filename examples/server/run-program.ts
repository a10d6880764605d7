import { once } from "node:events";
import { BadSetting } from "./bad-setting.js";
import { parseSettings, type Settings } from "./settings.js";

/** Less than the half minute that most platforms give between SIGTERM and SIGKILL. */
const GRACE_MS = 25_000;

/**
 * Runs a program until SIGTERM or SIGINT, at which `stopped` resolves and the program has 25 s to end by itself. A setting that is wrong is said
 * in one sentence, and the exit code is 1.
 */
export async function runProgram(
  program: (settings: Settings, stopped: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const stopped = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const deadline = stopped.then(() => setTimeout(() => process.exit(1), GRACE_MS).unref());
  try {
    await program(parseSettings(process.env, process.argv.slice(2)), stopped);
    await deadline;
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
