import type { DiscardedFile, ExportRecord } from "../../contracts/export-record.js";
import { deleteFile } from "./delete-file.js";
import { nextDue } from "./next-due.js";
import type { ServiceParts } from "../service-parts.js";
import { within } from "../ports/within.js";

const NEXT_TRY_MS = 1_000;
/** How long a user is kept waiting for a storage to delete. */
const MOMENT_MS = 1_500;

/**
 * Deletes a record's discarded files, and the record itself when it was deleted and no file is left. What cannot be deleted now stays
 * discarded, for the reaper. Files that may come back late are deleted again only when the record is due.
 */
export async function sweepDiscarded(parts: ServiceParts, record: ExportRecord, when: "now" | "due"): Promise<void> {
  const swept = await Promise.all(record.discarded.map((file) => sweepFile(parts, file, when)));
  const discarded = swept.filter((file) => file !== null);
  const ended = record.status !== "pending" && record.status !== "running";
  const guard = { version: record.version };
  if (record.deleted && ended && discarded.length === 0) {
    await parts.store.remove(record.id, guard);
    return;
  }
  if (discarded.every((file, index) => file === record.discarded[index]) && when === "now") return;
  const failed = discarded.some(({ phase }) => phase !== "late");
  const due = ended ? { dueInMs: failed ? NEXT_TRY_MS : nextDue(parts, discarded) } : {};
  await parts.store.update(record.id, guard, { discarded, ...due });
}

/** As `sweepDiscarded`, for a user who waits: what takes longer than a moment goes on behind, and the reaper sees to the rest. */
export async function sweepSoon(parts: ServiceParts, record: ExportRecord): Promise<void> {
  const sweeping = sweepDiscarded(parts, record, "now").catch((error: unknown) => parts.report(error, record.id));
  await within(sweeping, MOMENT_MS, undefined);
}

/** The file as it is to be remembered, or null when it is gone for good. */
async function sweepFile(parts: ServiceParts, file: DiscardedFile, when: "now" | "due"): Promise<DiscardedFile | null> {
  if (file.phase === "late" && when === "now") return file;
  if (!(await deleteFile(parts, file.key))) return file;
  return file.phase === "uploading" ? { key: file.key, phase: "late" } : null;
}
