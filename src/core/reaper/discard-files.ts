import type { DiscardedFile, ExportRecord } from "../../contracts/export-record.js";

/** The record's files to delete, with its published file and its unfinished upload added. */
export function discardFiles(record: Pick<ExportRecord, "discarded" | "fileKey" | "uploadKey">): readonly DiscardedFile[] {
  const { discarded, fileKey, uploadKey } = record;
  return [
    ...discarded,
    ...(fileKey === null ? [] : [{ key: fileKey, phase: "stored" } as const]),
    ...(uploadKey === null ? [] : [{ key: uploadKey, phase: "uploading" } as const]),
  ];
}

/** The facts of a published file, taken back. */
export const NO_FILE = {
  fileKey: null,
  uploadKey: null,
  filename: null,
  contentType: null,
  fileSize: null,
  sha256: null,
  warnings: [],
} as const satisfies Partial<ExportRecord>;
