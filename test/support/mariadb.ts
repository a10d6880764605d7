import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { absent } from "./absent.js";
import { dyingWithUs } from "./dying-with-us.js";
import { findProgram } from "./find-program.js";
import { freePort } from "./free-port.js";
import { endServer, untilReady } from "./server-process.js";

const run = promisify(execFile);
const NOBODY = 65534;

/** A running server and its port of the loopback interface; `root` has no password, and the database `test` is empty. */
export interface MariadbServer extends AsyncDisposable {
  readonly port: number;
}

const installer = findProgram("mariadb-install-db");
const daemon = findProgram("mariadbd");

/** Why there is no MariaDB for tests, or null where there is one (Debian: `mariadb-server`). */
export const MARIADB_ABSENT: string | null = absent("mariadb-server", installer !== null && daemon !== null);

/** Starts a MariaDB of its own: new files in the temp folder, a free port. It dies with the process that started it. */
export async function startMariadb(): Promise<MariadbServer> {
  if (installer === null || daemon === null) throw new TypeError(MARIADB_ABSENT ?? "");
  const folder = await mkdtemp(join(tmpdir(), "vasculum-mariadb-"));
  if (process.getuid?.() === 0) await chown(folder, NOBODY, NOBODY);
  const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const [install, ...installArgs] = unprivileged(installer, [
      "--no-defaults",
      `--datadir=${folder}`,
      "--auth-root-authentication-method=normal",
    ]);
    await run(install, installArgs, { cwd: folder, env: ownTemporaryFolder(folder) });
    const port = await freePort();
    const server = await start(daemon, { folder, port });
    return { port, [Symbol.asyncDispose]: () => endServer(server, "SIGTERM").finally(clean) };
  } catch (error) {
    await clean();
    throw error;
  }
}

/** A server that starts deletes the temporary tables of every other one whose folder it shares. */
function ownTemporaryFolder(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, TMPDIR: folder };
}

async function start(program: string, { folder, port }: { folder: string; port: number }): Promise<ChildProcess> {
  const [command, ...args] = unprivileged(program, [
    ...[
      "--no-defaults",
      `--datadir=${folder}`,
      `--socket=${join(folder, "s")}`,
      `--pid-file=${join(folder, "p")}`,
      `--port=${port}`,
    ],
    ...[
      "--bind-address=127.0.0.1",
      "--skip-name-resolve",
      "--innodb-flush-log-at-trx-commit=0",
      "--innodb-buffer-pool-size=32M",
    ],
  ]);
  const options = { cwd: folder, env: ownTemporaryFolder(folder) };
  const server = spawn(command, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  await untilReady(server, { name: "MariaDB", says: "ready for connections" });
  return server;
}

/** Root starts it as nobody, since MariaDB refuses to run as root. Whoever starts it, it dies with the process that did. */
function unprivileged(program: string, args: readonly string[]): readonly [string, ...string[]] {
  if (process.getuid?.() === 0) {
    return [
      "setpriv",
      "--reuid",
      `${NOBODY}`,
      "--regid",
      `${NOBODY}`,
      "--clear-groups",
      "--pdeathsig",
      "TERM",
      program,
      ...args,
    ];
  }
  const [first = program, ...rest] = [...dyingWithUs("TERM"), program, ...args];
  return [first, ...rest];
}
