import type { ExportRecord } from "../contracts/export-record.js";
import { callPort } from "./call-port.js";
import type { ServiceParts } from "./service-parts.js";

/** Has a pending export run. A queue that fails is reported and no more: the reaper enqueues again what was lost. */
export async function enqueueJob(parts: ServiceParts, record: Pick<ExportRecord, "id">, delayMs = 0): Promise<void> {
  try {
    await callPort("RUNNER_FAILED", () => parts.runner.enqueue(record.id, { delayMs }));
  } catch (error) {
    parts.report(error, record.id);
  }
}
