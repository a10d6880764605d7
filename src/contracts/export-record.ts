import type { ExportErrorCode } from "./error-code.js";
import type { ErrorDetail } from "./export-error.js";
import type { Id } from "./id.js";
import type { ExportUser, JobRecord } from "./job-record.js";
import type { JsonObject } from "./json.js";

/** The status of an export. */
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
  /** Counts how often it happened. */
  readonly count: number;
  /** The first place where it happened, never a cell's value. */
  readonly sample: string | null;
}

/** The code of the warning on an export whose file holds exact places of sensitive records; its sample names the policy's version. */
export const EXACT_PLACES = "SENSITIVE_PLACES_EXACT";

/** The code of the warning that counts the records a sensitivity policy has changed; its sample names the policy's version. */
export const POLICY_APPLIED = "SENSITIVITY_POLICY_APPLIED";

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
  /** The request's choices beside filters, as sent; `{}` for none. */
  readonly options: JsonObject;
  /** The accepted filters, as they were sent, ids as numbers. */
  readonly filters: JsonObject;
  /** The filters with the names of what they point at, for people. */
  readonly filtersDisplay: JsonObject;
  readonly status: ExportStatus;
  /**
   * Why the export failed. While it is pending or running: why the last attempt failed, or why none has begun (`WORKER_MISSING`,
   * `UNKNOWN_FORMAT`). Null in a succeeded or cancelled export.
   */
  readonly error: ExportFailure | null;
  readonly warnings: readonly ExportWarning[];
  /** The storage key of the published file; null unless succeeded. Never shown to clients. */
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
  /** The time at which retention deletes the file; null for never. */
  readonly expiresAt: string | null;
  /**
   * The time at which the reaper must look at the record next, or null for never. For a running export: when its lease
   * ends. For a pending one: when its queue entry counts as lost. For an ended one: when files are to be swept or
   * retention ends.
   */
  readonly dueAt: string | null;
  /**
   * The members that the store cannot read, such as `filters` or `job.token`. Each has a safe value: empty, null, `""` for an id and a
   * name, 0 for a number, `failed` for the status. Absent in a record that is whole.
   */
  readonly damaged?: readonly string[];
}

/** Whether the store cannot read a member of the record, or the one that is named. */
export function isDamaged({ damaged }: ExportRecord, member?: string): boolean {
  return damaged !== undefined && (member === undefined || damaged.includes(member));
}
