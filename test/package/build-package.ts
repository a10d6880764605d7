import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = resolve(import.meta.dirname, "../..");
const INPUTS = ["src", "package.json", "tsconfig.json", "tsup.config.ts", "knip.json", "LICENSE", "README.md"];
const CONFIGURED = /npm_|^NODE_OPTIONS$|^NODE_ENV$|^VITEST/;

/** The package as it would be published. */
export interface BuiltPackage extends AsyncDisposable {
  /** A copy of the tree with a build of its own, where `vasculum` is the package itself. */
  readonly root: string;
  readonly tarball: string;
}

/** Builds and packs a copy of the tree, so that nobody's `dist` is touched. */
export async function buildPackage(): Promise<BuiltPackage> {
  const root = await mkdtemp(join(tmpdir(), "vasculum-package-"));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    for (const input of INPUTS) await cp(join(ROOT, input), join(root, input), { recursive: true }).catch(unlessMissing);
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
    await run("npm", ["run", "--silent", "prepack"], root);
    const packed = await run("npm", ["pack", "--ignore-scripts", "--silent"], root);
    return { root, tarball: join(root, packed.trim()), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Runs a program, not as a child of these tests but as anybody would, and gives what it printed. */
export async function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !CONFIGURED.test(name)));
  try {
    return (await promisify(execFile)(program, args, { cwd, env: { ...inherited, ...env }, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${program} ${args.join(" ")} failed.\n${stdout}\n${stderr}`, { cause: error });
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
