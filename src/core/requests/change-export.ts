import type { ExportAction } from "../../contracts/authorizer.js";
import { type ExportRecord, isDamaged } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { ChangeOptions } from "../ports/authorize.js";
import { takeOffQueue, enqueueJob } from "../ports/job-queue.js";
import { findStored } from "./find-export.js";
import { cancelPatch, deletePatch } from "../lifecycle/cancel-patch.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { ExportError } from "../../contracts/export-error.js";
import { runAgainPatch } from "../lifecycle/run-again-patch.js";
import { sweepSoon } from "../files/sweep-discarded.js";

/**
 * Cancels an export: one that waits is cancelled at once, one that runs is asked to stop, wherever it runs.
 *
 * @throws ExportError `NOT_CANCELLABLE` when it has ended.
 */
export async function cancelExport(host: ResolvedOptions, id: Id, options: ChangeOptions): Promise<ExportRecord> {
  const record = await changeExport(host, id, {
    ...options,
    action: "cancel",
    patch: (current) => cancelPatch(host, current),
  });
  await takeOffQueue(host, record);
  return record;
}

/** Has a failed or cancelled export run again, from a clean start. @throws ExportError `NOT_RETRYABLE`. */
export async function retryExport(host: ResolvedOptions, id: Id, options: ChangeOptions): Promise<ExportRecord> {
  const record = await changeExport(host, id, {
    ...options,
    action: "retry",
    patch: (current) => {
      if (current.status !== "failed" && current.status !== "cancelled") throw new ExportError("NOT_RETRYABLE");
      return runAgainPatch(host, current);
    },
  });
  await enqueueJob(host, record);
  return record;
}

/**
 * Deletes an export and its file; one that is waiting or running is cancelled first. It is gone for clients at once. A tombstone stays until
 * the storage has let go of every file.
 */
export async function deleteExport(host: ResolvedOptions, id: Id, options: ChangeOptions): Promise<ExportRecord> {
  const record = await changeExport(host, id, {
    ...options,
    action: "delete",
    patch: (current) => deletePatch(host, current),
  });
  await takeOffQueue(host, record);
  if (record.status !== "running") await sweepSoon(host, record);
  return record;
}

/** A change that a user makes to an export. */
interface ExportChange extends ChangeOptions {
  readonly action: ExportAction;
  /** The change, given the record as it stands; null for none. Throws an ExportError to refuse. */
  readonly patch: (current: ExportRecord) => ExportPatch | null;
}

/**
 * Changes an export for a user and returns the result. When another change came first, it reads the record and tries again.
 *
 * @throws ExportError `VERSION_CONFLICT` when the user's version is not the export's; `STORE_RECORD_DAMAGED` where
 * a damaged one would be changed, not deleted; whatever `findExport` and the patch throw.
 */
async function changeExport(host: ResolvedOptions, id: Id, change: ExportChange): Promise<ExportRecord> {
  for (;;) {
    const current = await findStored(host, id, change);
    host.reportDamage(current, "change");
    if (isDamaged(current) && change.action !== "delete") throw new ExportError("STORE_RECORD_DAMAGED");
    if (change.version !== undefined && change.version !== current.version) throw new ExportError("VERSION_CONFLICT");
    const patch = change.patch(current);
    const changed = patch === null ? current : await host.store.update(id, { version: current.version }, patch);
    if (changed !== null) return changed;
  }
}
