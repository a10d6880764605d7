import { ExportError } from "../../contracts/export-error.js";
import type { DiscardedFile, ExportRecord } from "../../contracts/export-record.js";
import { dueAfterEndMs } from "../lifecycle/discarded-files.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { within } from "../../async/within.js";
import { callInTime } from "../ports/call-port.js";

/**
 * The most files that are deleted while a user waits; the reaper deletes the others. The newest come first: the older
 * ones were tried before.
 */
const MOST_NOW = 5;
const NEXT_TRY_MS = 1_000;
/** Limits the time that a user waits for a storage to delete. */
const MOMENT_MS = 1_500;

/**
 * Deletes a record's discarded files, and the record itself when it was deleted and no file is left. What cannot be deleted now stays
 * discarded, for the reaper. Files that may come back late are deleted again only when the record is due.
 */
export async function sweepDiscarded(host: ResolvedOptions, record: ExportRecord, when: "now" | "due"): Promise<void> {
  const older = when === "now" ? record.discarded.length - MOST_NOW : 0;
  const swept = await Promise.all(
    record.discarded.map((file, index) => (index < older ? file : sweepFile(host, file, when))),
  );
  const discarded = swept.filter((file) => file !== null);
  const ended = record.status !== "pending" && record.status !== "running";
  const guard = { version: record.version };
  if (record.deleted && ended && discarded.length === 0) {
    await host.store.remove(record.id, guard);
    return;
  }
  const same =
    discarded.length === record.discarded.length && discarded.every((file) => record.discarded.includes(file));
  if (same && when === "now") return;
  const failed = discarded.some(({ phase }) => phase !== "late");
  const due = ended ? { dueInMs: failed ? NEXT_TRY_MS : dueAfterEndMs(host, discarded) } : {};
  await host.store.update(record.id, guard, { discarded, ...due });
}

/** As `sweepDiscarded`, for a user who waits: what takes longer than a moment goes on behind, and the reaper sees to the rest. */
export async function sweepSoon(host: ResolvedOptions, record: ExportRecord): Promise<void> {
  const sweeping = sweepDiscarded(host, record, "now").catch((error: unknown) => host.report(error, record.id));
  await within(sweeping, MOMENT_MS, undefined);
}

/** The file as it is to be remembered, or null when it is gone for good. */
async function sweepFile(
  host: ResolvedOptions,
  file: DiscardedFile,
  when: "now" | "due",
): Promise<DiscardedFile | null> {
  if (file.phase === "late" && when === "now") return file;
  if (!(await deleteFile(host, file.key))) return file;
  return file.phase === "uploading" ? { key: file.key, phase: "late" } : null;
}

const DELETE_MS = 15_000;

/**
 * Deletes a stored file; false when the storage fails or is too slow to wait for, which is reported. Under a key that the storage
 * cannot have, no file ever was.
 */
export async function deleteFile(host: Pick<ResolvedOptions, "storage" | "report">, key: string): Promise<boolean> {
  try {
    await callInTime("STORAGE_FAILED", () => host.storage.delete(key), DELETE_MS);
    return true;
  } catch (error) {
    if (ExportError.is(error) && error.code === "STORAGE_KEY_INVALID") return true;
    host.report(error, null);
    return false;
  }
}
