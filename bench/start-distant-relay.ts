import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A port of the loopback interface behind which another one lies as if it were so many ms away, each way. */
export async function startDistantRelay(
  target: number,
  delayMs: number,
): Promise<AsyncDisposable & { readonly port: number }> {
  const relay = fork(fileURLToPath(new URL("distant-relay.ts", import.meta.url)), [`${target}`, `${delayMs}`], {
    execArgv: ["--import", "tsx"],
  });
  const [{ port }] = (await once(relay, "message")) as [{ readonly port: number }];
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      const exited = once(relay, "exit");
      relay.kill();
      await exited;
    },
  };
}
