/**
 * Runs scripts of package.json at once, and says of each how it ended: `tsx .ci/run-together.ts format "test:services --shard=1/3"`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";

/** A failed script's last lines are shown again at the end, where a reader of a long log looks. */
const REPEATED_CHARACTERS = 20_000;

interface Ended {
  readonly command: string;
  readonly code: number | null;
  readonly lastOutput: string;
}

const ended = await Promise.all(process.argv.slice(2).map(runScript));
const failed = ended.filter(({ code }) => code !== 0);
for (const { command, lastOutput } of failed)
  process.stdout.write(`\n# ${command} failed, its last lines:\n${lastOutput}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runScript(command: string): Promise<Ended> {
  const [name = "", ...options] = command.split(" ");
  const started = performance.now();
  // Windows starts npm by way of a shell only.
  const shell = process.platform === "win32";
  const child = spawn("npm", ["run", "--silent", name, "--", ...options], { shell, stdio: ["ignore", "pipe", "pipe"] });
  let lastOutput = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from.setEncoding("utf8").on("data", (text: string) => {
      to.write(text);
      lastOutput = (lastOutput + text).slice(-REPEATED_CHARACTERS);
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`\n# ${command}: ${code === 0 ? "passed" : `failed (exit ${code})`} after ${seconds} s\n`);
  return { command, code, lastOutput };
}
