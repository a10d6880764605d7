import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { absent } from "./absent.js";
import { dyingWithUs } from "./dying-with-us.js";
import { findProgram } from "./find-program.js";
import { freePort } from "./free-port.js";
import { endServer, untilReady } from "./server-process.js";

const NOBODY = 65534;
const program = findProgram("pgbouncer");

/** Why there is no PgBouncer for tests, or null where there is one (Debian: `pgbouncer`). */
export const PGBOUNCER_ABSENT: string | null = absent("pgbouncer", program !== null);

/** A pooler in front of a PostgreSQL, and the address of the same database behind it. */
export interface Pgbouncer extends AsyncDisposable {
  readonly url: string;
}

/** Starts a PgBouncer that pools by transaction: each goes to any of three connections, which others had before. */
export async function startPgbouncer(target: string): Promise<Pgbouncer> {
  if (program === null) throw new TypeError(PGBOUNCER_ABSENT ?? "");
  const folder = await mkdtemp(join(tmpdir(), "vasculum-pgbouncer-"));
  const port = await freePort();
  const { hostname, port: targetPort, username, pathname } = new URL(target);
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    default_pool_size: 3,
  };
  const file = join(folder, "pgbouncer.ini");
  await writeFile(
    file,
    `[databases]\n* = host=${hostname} port=${targetPort} user=${username}\n[pgbouncer]\n` +
      Object.entries(settings)
        .map(([name, value]) => `${name} = ${value}\n`)
        .join(""),
  );
  await chmod(folder, 0o755);
  const [command = "", ...args] = [...unprivileged(), program, file];
  const pooler = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  await untilReady(pooler, { name: "PgBouncer", says: "process up" });
  return {
    url: `postgres://${username}@127.0.0.1:${port}${pathname}`,
    [Symbol.asyncDispose]: async () => {
      await endServer(pooler, "SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PgBouncer refuses to run as root. */
function unprivileged(): readonly string[] {
  if (process.getuid?.() !== 0) return dyingWithUs("TERM");
  return ["setpriv", "--reuid", `${NOBODY}`, "--regid", `${NOBODY}`, "--clear-groups", "--pdeathsig", "TERM"];
}
