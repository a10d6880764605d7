/** A runner of one's own, an array and a timer, proved with the published suite. */
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Id, JobRunner, RunJob } from "vasculum";
import { runnerSuite } from "vasculum/testing";

// #region runner
interface WaitingJob {
  readonly jobId: Id;
  readonly dueAt: number;
}

export function createArrayRunner(): JobRunner {
  let waiting: WaitingJob[] = [];

  async function work(run: RunJob, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const job = waiting.find(({ dueAt }) => dueAt <= performance.now());
      waiting = waiting.filter((other) => other !== job);
      if (job === undefined) await delay(5, undefined, { signal }).catch(() => undefined);
      else await run(job.jobId, signal).catch(() => undefined);
    }
  }

  return {
    async enqueue(jobId, { delayMs = 0 } = {}) {
      waiting.push({ jobId, dueAt: performance.now() + delayMs });
    },
    async cancel(jobId) {
      waiting = waiting.filter((job) => job.jobId !== jobId);
    },
    start(run) {
      const stopping = new AbortController();
      const working = work(run, stopping.signal);
      return {
        async [Symbol.asyncDispose]() {
          stopping.abort();
          await working;
        },
      };
    },
  };
}
// #endregion

// #region proof
runnerSuite({ test, create: () => ({ runner: createArrayRunner() }) });
// #endregion
