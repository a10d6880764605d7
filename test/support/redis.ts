import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { absent, isInstalled } from "./absent.js";
import { dyingWithUs } from "./dying-with-us.js";
import { freePort } from "./free-port.js";
import { endServer } from "./server-process.js";

/** Why there is no Redis to test with; null when there is one. */
export const noRedis: string | null = absent("redis-server", isInstalled("redis-server"));

/** A server that keeps nothing on disk. */
export interface RedisServer extends AsyncDisposable {
  readonly port: number;
  /** Kills the server, and everything in it. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>;
}

/** Starts a Redis of its own on a free port of the loopback interface. It dies with the process that started it. */
export async function startRedisServer(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "vasculum-redis-"));
  const port = await freePort();
  let server = await start(port, folder);
  const kill = () => endServer(server, "SIGKILL");
  return {
    port,
    kill,
    restart: async () => {
      await kill();
      server = await start(port, folder);
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(port: number, folder: string): Promise<ChildProcess> {
  const settings = ["--bind", "127.0.0.1", "--port", `${port}`, "--dir", folder, "--save", "", "--appendonly", "no"];
  const [command = "redis-server", ...args] = [...dyingWithUs("KILL"), "redis-server", ...settings];
  const server = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", () => reject(new TypeError("Redis did not start.")));
    server.stdout
      .setEncoding("utf8")
      .on("data", (text: string) => text.includes("Ready to accept connections") && resolve());
  });
  return server;
}
