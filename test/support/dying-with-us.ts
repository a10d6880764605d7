import { spawnSync } from "node:child_process";

/**
 * What to put before a command line for its process to get `signal` when the process that starts it dies, however that dies: a `setpriv`,
 * which Linux alone has; elsewhere nothing, and a server outlives tests that are killed.
 */
export function dyingWithUs(signal: "KILL" | "QUIT" | "TERM"): readonly string[] {
  const prefix = ["--pdeathsig", signal];
  return spawnSync("setpriv", [...prefix, "true"]).status === 0 ? ["setpriv", ...prefix] : [];
}
