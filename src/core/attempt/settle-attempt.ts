import type { ExportRecord } from "../../contracts/export-record.js";
import { deleteFile } from "../reaper/delete-file.js";
import { endedAttempt, type AttemptEnd } from "./ended-attempt.js";
import { enqueueJob } from "../ports/enqueue-job.js";
import type { ServiceParts } from "../service-parts.js";
import { sweepDiscarded } from "../reaper/sweep-discarded.js";
import { writeAttempt } from "./write-attempt.js";

/**
 * Records how an attempt ended without a file, deletes what it stored, and has it tried again where that may help. A fenced attempt
 * writes nothing, and deletes its own file.
 */
export async function settleAttempt(
  parts: ServiceParts,
  attempt: { readonly exportId: ExportRecord["id"]; readonly token: string; readonly uploadKey: string | null },
  end: AttemptEnd,
): Promise<void> {
  const { exportId, token, uploadKey } = attempt;
  const settled = await writeAttempt(parts, { exportId, token, patch: (current) => endedAttempt(parts, current, end) });
  if (settled === null) {
    await deleteFenced(parts, exportId, uploadKey);
    return;
  }
  await sweepDiscarded(parts, settled, "now");
  if (settled.status !== "pending") return;
  const { state, attempts } = settled.job;
  await enqueueJob(parts, settled, state === "RETRY" ? parts.retries.delayMs(attempts) : 0);
}

/** A published file is never deleted: the attempt may have ended well in a write whose answer was lost. */
async function deleteFenced(parts: ServiceParts, exportId: ExportRecord["id"], uploadKey: string | null): Promise<void> {
  if (uploadKey === null) return;
  const current = await parts.store.get(exportId);
  if (current?.fileKey === uploadKey) return;
  await deleteFile(parts, uploadKey);
}
