import { spawnSync } from "node:child_process";

/**
 * Why a program that some tests need is not to be had on this machine, said once on the console; null when it is there. With
 * `TEST_SERVICES=required` a program that is missing is an error: nothing is left out.
 */
export function absent(what: string, there: boolean): string | null {
  if (there) return null;
  if (process.env.TEST_SERVICES === "required") throw new TypeError(`${what} is required, and not installed.`);
  console.warn(`NOT RUN: the tests that need ${what}, which is not installed.`);
  return `${what} is not installed`;
}

/** Whether a program is found and starts. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}
