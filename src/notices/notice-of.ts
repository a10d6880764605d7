import { randomUUID } from "node:crypto";
import type { ExportOutcome, NewNotice } from "../contracts/export-notice.js";
import type { ExportPatch } from "../contracts/export-store.js";

/** Returns the notice of a write, or null for one that neither ends an export nor has it tried again after an error. */
export function noticeOf(patch: ExportPatch): NewNotice | null {
  const { status, error = null } = patch;
  if (patch.finishedAt === "now" && (status === "succeeded" || status === "failed" || status === "cancelled"))
    return { id: randomUUID(), kind: "finished", outcome: outcomeOf(patch, status) };
  if (patch.job?.state === "RETRY" && error !== null) return { id: randomUUID(), kind: "retry", error };
  return null;
}

function outcomeOf(patch: ExportPatch, status: ExportOutcome["status"]): ExportOutcome {
  const { error, filename, contentType, recordCount, fileSize, sha256 } = patch;
  return {
    status,
    error: error ?? null,
    filename: filename ?? null,
    contentType: contentType ?? null,
    recordCount: recordCount ?? null,
    fileSize: fileSize ?? null,
    sha256: sha256 ?? null,
  };
}
