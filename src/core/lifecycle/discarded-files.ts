import type { DiscardedFile, ExportRecord } from "../../contracts/export-record.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** The record's files to delete, with its published file and its unfinished upload added. */
export function discardFiles(
  record: Pick<ExportRecord, "discarded" | "fileKey" | "uploadKey">,
): readonly DiscardedFile[] {
  const { discarded, fileKey, uploadKey } = record;
  return [
    ...discarded,
    ...(fileKey === null ? [] : [{ key: fileKey, phase: "stored" } as const]),
    ...(uploadKey === null ? [] : [{ key: uploadKey, phase: "uploading" } as const]),
  ];
}

/** What a record says when it has no file. */
export const NO_FILE = {
  fileKey: null,
  uploadKey: null,
  filename: null,
  contentType: null,
  fileSize: null,
  sha256: null,
  warnings: [],
} as const satisfies Partial<ExportRecord>;

/**
 * When the reaper must look at an ended export again, in milliseconds: at once while files wait for their deletion, after the longest
 * time an upload can come late, else never (null), which leaves it to retention.
 */
export function dueAfterEndMs(
  host: Pick<ResolvedOptions, "leaseMs" | "limits">,
  discarded: readonly DiscardedFile[],
): number | null {
  if (discarded.some(({ phase }) => phase !== "late")) return 0;
  return discarded.length > 0 ? host.leaseMs + host.limits.uploadMs : null;
}
