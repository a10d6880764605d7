import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.js";
import { findPostgresBinaries, type PostgresBinaries, UNPRIVILEGED } from "./postgres-binaries.js";
import { endServer, untilReady } from "./server-process.js";

const run = promisify(execFile);

/** Nothing here outlives the tests, so nothing waits for the disk. */
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "128MB",
  max_connections: "100",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
};

/** A running server and the address of its database `postgres`. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts a PostgreSQL of its own: new files in the temp folder, a free port of the loopback interface. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries();
  const folder = await mkdtemp(join(tmpdir(), "vasculum-postgres-"));
  if (process.getuid?.() === 0) await chown(folder, UNPRIVILEGED, UNPRIVILEGED);
  const dispose = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await binaries.dispose();
  };
  try {
    const port = await freePort();
    const server = await start(binaries, { folder, port });
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      [Symbol.asyncDispose]: () => endServer(server, "SIGINT").finally(dispose),
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function start(
  binaries: PostgresBinaries,
  { folder, port }: { folder: string; port: number },
): Promise<ChildProcess> {
  const [initdb, ...initdbArgs] = binaries.command("initdb", [
    ...["-D", folder, "--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"],
  ]);
  await run(initdb, initdbArgs, { cwd: tmpdir() });
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [postgres, ...args] = binaries.command("postgres", ["-D", folder, "-p", `${port}`, ...settings]);
  const server = spawn(postgres, args, { cwd: tmpdir(), stdio: ["ignore", "ignore", "pipe"] });
  await untilReady(server, { name: "PostgreSQL", says: "ready to accept connections" });
  return server;
}
