import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { ChangeOptions } from "./actor.js";
import { callInTime } from "../ports/call-in-time.js";
import { changeExport } from "./change-export.js";
import { endedAttempt } from "../attempt/ended-attempt.js";
import type { ServiceParts } from "../service-parts.js";

/**
 * Cancels an export: one that waits is cancelled at once, one that runs is told to stop, wherever it runs.
 *
 * @throws ExportError `NOT_CANCELLABLE` when it has ended.
 */
export async function cancelExport(parts: ServiceParts, id: Id, options: ChangeOptions): Promise<ExportRecord> {
  const record = await changeExport(parts, id, {
    ...options,
    action: "cancel",
    patch: (current) => {
      if (current.status !== "pending" && current.status !== "running") throw new ExportError("NOT_CANCELLABLE");
      return cancelPatch(parts, current);
    },
  });
  await takeOffQueue(parts, record);
  return record;
}

/** What a cancel changes. Null where one has been asked for already. */
export function cancelPatch(parts: ServiceParts, current: ExportRecord): ExportPatch | null {
  if (current.status === "running") {
    return current.job.cancelRequested ? null : { job: { state: "CANCELING", cancelRequested: true } };
  }
  return endedAttempt(parts, current, { error: new ExportError("CANCELLED"), stage: null, progress: current.job.progress });
}

/** Takes a job that no longer waits off the queue; one that stays there is refused when it is claimed. */
export async function takeOffQueue(parts: ServiceParts, record: ExportRecord): Promise<void> {
  try {
    await callInTime("RUNNER_FAILED", () => parts.runner.cancel?.(record.id), parts.leaseMs);
  } catch (error) {
    parts.report(error, record.id);
  }
}
