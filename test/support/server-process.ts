import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

const MOST_LOG = 20_000;

/** Resolves once a server says that it is ready; afterwards its log is read and dropped, or the pipe would fill. */
export async function untilReady(
  server: ChildProcess,
  { name, says }: { readonly name: string; readonly says: string },
): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", () => reject(new TypeError(`${name} did not start: ${log}`)));
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (log.length < MOST_LOG) log += text;
      if (log.includes(says)) resolve();
    });
  });
}

/** Ends a server, and waits until it has ended. */
export async function endServer(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, "exit");
  server.kill(signal);
  await exited;
}
