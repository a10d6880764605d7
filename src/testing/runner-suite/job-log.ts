import { setTimeout as delay } from "node:timers/promises";
import type { Id } from "../../contracts/id.js";
import type { RunJob } from "../../contracts/job-runner.js";

/** Selects the jobs that act in each way. */
export interface JobLogOptions {
  /** These last until their signal aborts. */
  readonly hang?: readonly Id[];
  /** The time that such a job then needs to come to its end. */
  readonly afterAbortMs?: number;
  /** These reject, against the contract. */
  readonly reject?: readonly Id[];
}

/** The jobs that were run. */
export interface JobLog {
  readonly run: RunJob;
  /** Of every run, in the order of their starts. */
  readonly ids: readonly Id[];
  /** Of every run, in the order of their ends. */
  readonly ended: readonly Id[];
  /** Settles when the job starts, or at once when it has. */
  started(id: Id): Promise<void>;
  /** Returns the signal that the job was last run with. */
  signal(id: Id): AbortSignal | undefined;
}

/** Jobs that write down that they were run. */
export function createJobLog({ hang = [], reject = [], afterAbortMs = 0 }: JobLogOptions = {}): JobLog {
  const ids: Id[] = [];
  const ended: Id[] = [];
  const signals = new Map<Id, AbortSignal>();
  const waiting = new Map<Id, () => void>();
  return {
    ids,
    ended,
    started: (id) => new Promise((resolve) => (signals.has(id) ? resolve() : waiting.set(id, resolve))),
    signal: (id) => signals.get(id),
    async run(id, signal) {
      ids.push(id);
      signals.set(id, signal);
      waiting.get(id)?.();
      if (reject.includes(id)) throw new TypeError("A run that breaks its contract.");
      if (hang.includes(id)) await aborted(signal).then(() => delay(afterAbortMs));
      ended.push(id);
    },
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
