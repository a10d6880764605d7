import type { ExportRecord } from "../../contracts/export-record.js";
import { callInTime } from "./call-in-time.js";
import type { ServiceParts } from "../service-parts.js";

/** How long a queue is waited for; whoever asked for the export waits with it. */
const ENQUEUE_MS = 3_000;

/** Has a pending export run. A queue that fails is reported and no more: the reaper enqueues again what was lost. */
export async function enqueueJob(parts: ServiceParts, record: Pick<ExportRecord, "id">, delayMs = 0): Promise<void> {
  try {
    await callInTime("RUNNER_FAILED", () => parts.runner.enqueue(record.id, { delayMs }), Math.min(ENQUEUE_MS, parts.leaseMs));
  } catch (error) {
    parts.report(error, record.id);
  }
}
