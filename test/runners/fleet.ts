import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { ExportStore } from "../../src/contracts/export-store.js";
import { deferred } from "../support/gate.js";
import type { FleetOrder } from "./fleet-order.js";

const CHILD = resolve(import.meta.dirname, "fleet-child.ts");

/** Worker processes over the store of this one. */
export interface Fleet extends AsyncDisposable {
  start(): void;
  /** Kills the process that claimed an export last; false when it is dead already. */
  killBusiest(): Promise<boolean>;
  /** Sends SIGTERM to all, and waits until they have exited. */
  terminate(): Promise<readonly (number | null)[]>;
}

/** What a process says: that it works and listens for SIGTERM, or what it wants of the store. */
type Message = { readonly ready: true } | Call;

interface Call {
  readonly call: number;
  readonly method: keyof ExportStore;
  readonly args: readonly unknown[];
}

/** A fleet that has no process yet. */
export function createFleet(order: FleetOrder, store: ExportStore): Fleet {
  const children = new Map<ChildProcess, Promise<void>>();
  let busiest: ChildProcess | undefined;
  const methods = store as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
  const answer = async (child: ChildProcess, { call, method, args }: Call): Promise<void> => {
    const outcome = await methods[method]!(...args);
    if (method === "claim" && outcome !== null) busiest = child;
    if (child.connected) child.send({ call, answer: outcome }, () => undefined);
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
    children.delete(child);
    const exited = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    start: () => {
      const child = fork(CHILD, [JSON.stringify(order)], { execArgv: ["--import", "tsx"], serialization: "advanced" });
      const { promise, resolve: ready } = deferred();
      child.on("message", (message: Message) => void ("ready" in message ? ready() : answer(child, message)));
      children.set(child, promise);
    },
    killBusiest: async () => {
      if (busiest === undefined || !children.has(busiest)) return false;
      await end(busiest, "SIGKILL");
      return true;
    },
    terminate: () => Promise.all([...children].map(([child, ready]) => ready.then(() => end(child, "SIGTERM")))),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...children.keys()].map((child) => end(child, "SIGKILL")));
    },
  };
}
