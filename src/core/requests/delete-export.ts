import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { ChangeOptions } from "./actor.js";
import { cancelPatch, takeOffQueue } from "./cancel-export.js";
import { changeExport } from "./change-export.js";
import { discardFiles, NO_FILE } from "../reaper/discard-files.js";
import type { ServiceParts } from "../service-parts.js";
import { sweepSoon } from "../reaper/sweep-discarded.js";

/**
 * Deletes an export and its file; one that is waiting or running is cancelled first. It is gone for clients at once. A tombstone stays until
 * the storage has let go of every file.
 */
export async function deleteExport(parts: ServiceParts, id: Id, options: ChangeOptions): Promise<ExportRecord> {
  const record = await changeExport(parts, id, { ...options, action: "delete", patch: (current) => deletePatch(parts, current) });
  await takeOffQueue(parts, record);
  if (record.status !== "running") await sweepSoon(parts, record);
  return record;
}

/** What a deletion changes. */
export function deletePatch(parts: ServiceParts, current: ExportRecord): ExportPatch {
  if (current.status === "running") return { ...cancelPatch(parts, current), deleted: true };
  const ended = current.status === "pending" ? cancelPatch(parts, current) : NO_FILE;
  return { ...ended, deleted: true, discarded: discardFiles(current), dueInMs: 0 };
}
