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

/** The members of a record without a file. */
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
 * Returns the delay after which the reaper must look at an ended export again, in milliseconds. It is 0 while files
 * wait for their deletion, else the longest time an upload can come late. Null means never and leaves it to retention.
 */
export function dueAfterEndMs(
  host: Pick<ResolvedOptions, "leaseMs" | "limits">,
  discarded: readonly DiscardedFile[],
): number | null {
  if (discarded.some(({ phase }) => phase !== "late")) return 0;
  return discarded.length > 0 ? host.leaseMs + host.limits.uploadMs : null;
}
