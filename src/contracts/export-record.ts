import type { ExportErrorCode } from "./error-code.js";
import type { ErrorDetail } from "./export-error.js";
import type { Id } from "./id.js";
import type { ExportUser, JobRecord } from "./job-record.js";
import type { JsonObject } from "./json.js";

/** Where an export stands. */
export type ExportStatus = "pending" | "running" | "succeeded" | "failed" | "cancelled";

/** Why an export failed. */
export interface ExportFailure {
  readonly code: ExportErrorCode;
  readonly message: string;
  /** The key of the stage in which it failed, or null when it never started. */
  readonly stage: string | null;
  readonly retryable: boolean;
  readonly details: readonly ErrorDetail[];
}

/** Something about a succeeded export that its reader should know. */
export interface ExportWarning {
  /** In capitals, as error codes are. */
  readonly code: string;
  /** How often it happened. */
  readonly count: number;
  /** The first place where it happened, never a cell's value. */
  readonly sample: string | null;
}

/** A storage key whose file must go. */
export interface DiscardedFile {
  readonly key: string;
  /**
   * - `stored`: the file is whole; one deletion ends the matter.
   * - `uploading`: its upload was cut short; once deleted it is `late`.
   * - `late`: deleted, but the upload may yet bring it back; deleted once more when the record is due.
   */
  readonly phase: "stored" | "uploading" | "late";
}

/** One requested file and the facts about it. Plain data: a store keeps it, core alone changes it. */
export interface ExportRecord {
  readonly id: Id;
  readonly user: ExportUser;
  readonly projectId: Id;
  /** A key of the registry. */
  readonly format: string;
  /** The accepted filters, as they were asked for. */
  readonly filters: JsonObject;
  /** The filters with the names of what they point at, for people. */
  readonly filtersDisplay: JsonObject;
  readonly status: ExportStatus;
  readonly error: ExportFailure | null;
  readonly warnings: readonly ExportWarning[];
  /** Where the published file rests; null unless succeeded. Never shown to clients. */
  readonly fileKey: string | null;
  /** `<project>_export-<id>.<ext>`; null unless succeeded. */
  readonly filename: string | null;
  readonly contentType: string | null;
  /** An estimate until the export has succeeded, then the occurrences (rows) exported. */
  readonly recordCount: number | null;
  /** In bytes; null unless succeeded. */
  readonly fileSize: number | null;
  /** Of the file, in lower-case hexadecimal; null unless succeeded. */
  readonly sha256: string | null;
  readonly job: JobRecord;
  /** The key the current attempt uploads to, recorded before the upload starts. */
  readonly uploadKey: string | null;
  /** Files that are to be deleted. */
  readonly discarded: readonly DiscardedFile[];
  /** The export was deleted; the record stays, unseen by clients, until its files are gone. */
  readonly deleted: boolean;
  /** Raised by every change but progress and lease. */
  readonly version: number;
  /** ISO 8601 in UTC, by the store's clock; so are the other times. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** When the file will be deleted by retention; null for never. */
  readonly expiresAt: string | null;
  /**
   * When the reaper must look at the record next: a running one when its lease ends, a pending one when its queue entry counts as
   * lost, an ended one when files are to be swept or retention ends; null for never.
   */
  readonly dueAt: string | null;
}
