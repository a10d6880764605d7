/** Runs the unit tests on later versions of Node, with Kysely 0.29: `npm run test:nodes`, or `npm run test:nodes -- 22`. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { absent } from "../support/absent.js";
import { findNode, LATER_KYSELY, LATER_NODES } from "./find-node.js";

const VITEST = join(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");
const asked = process.argv.slice(2).map(Number);

run("npm", ["ci", "--no-audit", "--no-fund", "--silent", "--prefix", import.meta.dirname]);
for (const major of LATER_NODES.filter((major) => asked.length === 0 || asked.includes(major))) {
  const node = findNode(major);
  if (node === null) absent(`Node ${major} for ${process.platform} on ${process.arch}`, false);
  else run(node, [VITEST, "run", "--project", "unit"], { TEST_KYSELY: LATER_KYSELY });
}

/** Runs a program whose failure is the end of this one. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  process.stdout.write(`\n# ${program} ${args.join(" ")}\n`);
  // Windows starts npm by way of a shell only.
  const shell = process.platform === "win32" && program === "npm";
  const { status } = spawnSync(program, args, { env: { ...process.env, ...env }, shell, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
