import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

const SERVER = resolve(import.meta.dirname, "../../examples/server");

/** A program of the reference server in a process of its own, that is ready. */
export interface ServerProcess extends AsyncDisposable {
  /** Where it listens; empty for a worker. */
  readonly url: string;
  /** What it has printed so far. */
  output(): string;
  /** Sends SIGTERM, and gives the exit code, and what was said of errors until then. */
  stop(): Promise<{ readonly code: number | null; readonly errors: string }>;
}

/** What a program is started with. */
export interface StartOptions {
  readonly program?: "server" | "worker";
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a program and waits until it says that it is ready. Disposing of it kills it. */
export async function startProcess(options: StartOptions): Promise<ServerProcess> {
  const { child, output, errors, exited } = spawnProgram(options);
  const ready = new Promise<string>((resolve) => {
    child.stdout.on("data", () => {
      const line = /^(?:listening on (.*)|working)$/m.exec(output());
      if (line !== null) resolve(line[1] ?? "");
    });
  });
  const url = await Promise.race([
    ready,
    exited.then((code) => Promise.reject(new TypeError(`exit code ${code}: ${errors()}`))),
  ]);
  return {
    url,
    output,
    stop: async () => {
      child.kill("SIGTERM");
      return { code: await exited, errors: errors() };
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Runs a program that is to end by itself. */
export async function runToEnd(
  options: StartOptions,
): Promise<{ readonly code: number | null; readonly errors: string }> {
  const { errors, exited } = spawnProgram(options);
  return { code: await exited, errors: errors() };
}

function spawnProgram({ program = "server", args = [], env }: StartOptions) {
  const child = spawn(process.execPath, ["--import", "tsx", join(SERVER, `${program}.ts`), ...args], {
    // What else the environment of the tests holds is not for the server.
    env: { PATH: process.env.PATH, PORT: "0", AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const [output, errors] = [child.stdout, child.stderr].map(gather);
  const exited = once(child, "close").then(() => {
    process.removeListener("exit", kill);
    return child.exitCode;
  });
  return { child, output: output!, errors: errors!, exited };
}

function gather(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => void (text += chunk));
  return () => text;
}

/** A directory for a server's files, as a STORAGE_URL. */
export async function createFolder(): Promise<AsyncDisposable & { readonly path: string; readonly url: string }> {
  const path = await mkdtemp(join(tmpdir(), "vasculum-server-"));
  return { path, url: pathToFileURL(path).href, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
