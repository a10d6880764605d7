import type { ExportRecord } from "../../contracts/export-record.js";
import { callInTime } from "./call-port.js";
import type { ResolvedOptions } from "./service-options.js";

/** Limits the wait for a queue; the user who asked for the export waits with it. */
const ENQUEUE_MS = 3_000;

/** Has a pending export run. A queue that fails is reported and no more: the reaper enqueues again what was lost. */
export async function enqueueJob(host: ResolvedOptions, record: Pick<ExportRecord, "id">, delayMs = 0): Promise<void> {
  try {
    await callInTime(
      "RUNNER_FAILED",
      () => host.runner.enqueue(record.id, { delayMs }),
      Math.min(ENQUEUE_MS, host.leaseMs),
    );
  } catch (error) {
    host.report(error, record.id);
  }
}

/** Takes a job that no longer waits off the queue; one that stays there is refused when it is claimed. */
export async function takeOffQueue(host: ResolvedOptions, record: ExportRecord): Promise<void> {
  try {
    await callInTime("RUNNER_FAILED", () => host.runner.cancel?.(record.id), host.leaseMs);
  } catch (error) {
    host.report(error, record.id);
  }
}
