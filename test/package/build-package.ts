import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = resolve(import.meta.dirname, "../..");
const INPUTS = [
  ...["src", "docs", "examples", "LICENSE", "README.md"],
  ...["package.json", "tsconfig.json", "tsup.config.ts", "knip.json"],
];
const CONFIGURED = /npm_|^NODE_OPTIONS$|^NODE_ENV$|^VITEST/;

/** The package as it would be published. */
export interface BuiltPackage extends AsyncDisposable {
  /** A copy of the tree with a build of its own, where `vasculum` is the package itself. */
  readonly root: string;
  readonly tarball: string;
  /** The program of Node that runs it. */
  readonly node: string;
}

/** Builds and packs a copy of the tree, so that nobody's `dist` is touched. */
export async function buildPackage(): Promise<BuiltPackage> {
  const root = await mkdtemp(join(tmpdir(), "vasculum-package-"));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    for (const input of INPUTS)
      await cp(join(ROOT, input), join(root, input), { recursive: true }).catch(unlessMissing);
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
    await run("npm", ["run", "--silent", "prepack"], root);
    const packed = await run("npm", ["pack", "--ignore-scripts", "--silent"], root);
    return { root, tarball: join(root, packed.trim()), node: process.execPath, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Runs a program as anyone would, not as a child of these tests. Returns what it printed. */
export async function run(...call: Parameters<typeof runWithWarnings>): Promise<string> {
  return (await runWithWarnings(...call)).stdout;
}

/** Runs a program likewise, and returns its warnings too. */
export async function runWithWarnings(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !CONFIGURED.test(name)));
  const once = () => promisify(execFile)(program, args, { cwd, env: { ...inherited, ...env }, maxBuffer: 2 ** 26 });
  try {
    return await once().catch((error: unknown) => (brokeItself(error) ? once() : Promise.reject(error)));
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${program} ${args.join(" ")} failed.\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Whether V8 found a fault in itself, as that of Node 24 does now and then: `Check failed: jit_page.has_value()`. Printed. */
function brokeItself(error: unknown): boolean {
  const { signal, stderr } = error as { readonly signal?: string; readonly stderr?: string };
  const broke = signal === "SIGTRAP" && stderr?.includes("# Fatal error in , line 0") === true;
  if (broke) console.log(`V8 stopped on a fault of its own, so the program runs a second time.\n${stderr}`);
  return broke;
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
