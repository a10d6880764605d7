import { spawnSync } from "node:child_process";

/**
 * Why there is not what some tests need on this machine, said once on the console; null when it is there. With
 * `TEST_SERVICES=required` it is an error that something is missing: nothing is left out.
 */
export function absent(what: string, there: boolean): string | null {
  if (there) return null;
  if (process.env.TEST_SERVICES === "required") throw new TypeError(`${what} is required, and missing.`);
  console.warn(`NOT RUN: the tests that need ${what}, which is missing.`);
  return `${what} is missing`;
}

/** Whether a program is found and starts. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}
