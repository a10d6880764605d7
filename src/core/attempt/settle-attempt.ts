import type { ExportRecord } from "../../contracts/export-record.js";
import { deleteFile } from "../files/sweep-discarded.js";
import { endedPatch, PUT_BACK_MS, type AttemptEnd } from "../lifecycle/ended-patch.js";
import { isDamaged } from "../../contracts/export-record.js";
import { enqueueJob } from "../ports/job-queue.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { sweepDiscarded } from "../files/sweep-discarded.js";
import { writeAttempt } from "./write-attempt.js";

/**
 * Records how an attempt ended without a file, deletes what it stored, and has it tried again where that may help. A fenced attempt
 * writes nothing, and deletes its own file.
 *
 * @returns the record as it then is; null for a fenced attempt.
 */
export async function settleAttempt(
  host: ResolvedOptions,
  attempt: { readonly exportId: ExportRecord["id"]; readonly token: string; readonly uploadKey: string | null },
  end: AttemptEnd,
): Promise<ExportRecord | null> {
  const { exportId, token, uploadKey } = attempt;
  const settled = await writeAttempt(host, { exportId, token, patch: (current) => endedPatch(host, current, end) });
  if (settled === null) {
    await deleteFenced(host, exportId, uploadKey);
    return null;
  }
  await sweepDiscarded(host, settled, "now");
  if (settled.status !== "pending") return settled;
  const { state, attempts } = settled.job;
  const putBack = settled.error?.code === "UNKNOWN_FORMAT" ? PUT_BACK_MS : 0;
  await enqueueJob(host, settled, state === "RETRY" ? host.retries.delayMs(attempts) : putBack);
  return settled;
}

/** A published file is never deleted: the attempt may have ended well in a write whose answer was lost. */
async function deleteFenced(
  host: ResolvedOptions,
  exportId: ExportRecord["id"],
  uploadKey: string | null,
): Promise<void> {
  if (uploadKey === null) return;
  const current = await host.store.get(exportId);
  if (current?.fileKey === uploadKey) return;
  // A damaged record cannot say whether this is its file.
  if (current?.status === "succeeded" && isDamaged(current)) return;
  await deleteFile(host, uploadKey);
}
