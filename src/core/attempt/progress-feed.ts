import type { Id } from "../../contracts/id.js";
import type { JobStage } from "../../contracts/job-progress.js";
import { quietly } from "../../async/quietly.js";
import type { ProgressReporter } from "../../contracts/progress-reporter.js";

/**
 * Two calls a second while an attempt runs, none in its first second. With the two that begin it and the two that end
 * it, no second ever has more than four.
 */
const INTERVAL_MS = 500;
const FIRST_TICK = 2;

/**
 * Feeds a host's reporter from an attempt. The reporter gets both stages at the start, then each stage that has moved,
 * at most four times a second. At the end it gets the last state. Nothing the reporter does or fails to do comes back.
 */
export function startProgressFeed(
  jobId: Id,
  stages: () => readonly JobStage[],
  reporter: ProgressReporter | undefined,
): Disposable {
  if (reporter === undefined) return { [Symbol.dispose]: () => undefined };
  const shown = new Map<string, string>();
  let last: Promise<void> = Promise.resolve();
  let busy = false;
  let ticks = 0;
  const flush = async (): Promise<void> => {
    const moved = stages().find((stage) => shown.get(stage.key) !== JSON.stringify(stage));
    if (moved === undefined) return;
    shown.set(moved.key, JSON.stringify(moved));
    await quietly(() => reporter.updateStage(jobId, moved));
  };
  const tick = (): void => {
    ticks += 1;
    if (busy || ticks < FIRST_TICK) return;
    busy = true;
    last = flush().then(() => {
      busy = false;
    });
  };
  for (const stage of stages()) {
    shown.set(stage.key, JSON.stringify(stage));
    void quietly(() => reporter.addStage(jobId, stage));
  }
  const timer = setInterval(tick, INTERVAL_MS).unref();
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      void last.then(flush).then(flush);
    },
  };
}
