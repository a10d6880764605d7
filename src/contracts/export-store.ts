import type { NewNotice, NoticeOutbox } from "./export-notice.js";
import type { ExportRecord } from "./export-record.js";
import type { Id } from "./id.js";
import type { JobProgress } from "./job-progress.js";
import type { JobRecord } from "./job-record.js";

type StoreTime = "createdAt" | "updatedAt" | "startedAt" | "finishedAt" | "expiresAt" | "dueAt";
type StoreOwned = "id" | "version" | "damaged" | StoreTime;

/** An export as core first records it; the store adds id, version and times. */
export type NewExport = Omit<ExportRecord, StoreOwned>;

/** Times that a write sets, as the store's clock tells them. What is left out stays as it is. */
export interface ExportTimes {
  /** `dueAt` becomes now + this many milliseconds, but no later than `expiresAt`; for null it becomes `expiresAt`. */
  readonly dueInMs?: number | null;
  /** `expiresAt` becomes now + this many milliseconds, or null; applied before `dueInMs`. */
  readonly expiresInMs?: number | null;
  /** `startedAt` becomes now (`"now"`) or is taken back (null). */
  readonly startedAt?: "now" | null;
  /** `finishedAt` becomes now (`"now"`) or is taken back (null). */
  readonly finishedAt?: "now" | null;
}

/** A change of a record: the facts that change, the job's facts that change, and the times. What is left out stays as it is. */
export interface ExportPatch extends Partial<Omit<NewExport, "job">>, ExportTimes {
  readonly job?: Partial<JobRecord>;
  /** News of this write for the host. A store with `notices` keeps it in the same step, due a minute later. */
  readonly notice?: NewNotice;
}

/** The conditions of a create. */
export interface CreateOptions {
  /** The most pending and running exports that one user, and one project, may have, the new one included. */
  readonly limits?: { readonly perUser?: number; readonly perProject?: number };
  /** With the same key, the same user gets the record that the first request made, until that is removed. 1 to 255 characters. */
  readonly idempotencyKey?: string;
  readonly dueInMs: number;
}

/** The outcome of a create. */
export type CreateResult =
  | { readonly outcome: "created"; readonly record: ExportRecord }
  | { readonly outcome: "existing"; readonly record: ExportRecord }
  | { readonly outcome: "limit"; readonly limit: "perUser" | "perProject" };

/** Fields a list can be ordered by; nulls come last either way, and the id decides between equals. */
export type ExportOrdering = "id" | "format" | "fileSize" | "createdAt" | "updatedAt";

/** Selects records, and their order. */
export interface ListOptions {
  /** Only these projects; absent for all. */
  readonly projectIds?: readonly Id[];
  readonly orderBy: ExportOrdering;
  readonly direction: "asc" | "desc";
  readonly limit: number;
  readonly offset: number;
}

/** A write happens only while the record has the version that its writer read. A new attempt raises it, so this fences stale ones too. */
export interface WriteGuard {
  readonly version: number;
}

/** The answer to a heartbeat. */
export interface Pulse {
  readonly cancelRequested: boolean;
}

/** The counts of a store, for monitoring. Deleted exports do not count. */
export interface StoreStats {
  /** The time of the store's clock, in ISO 8601. */
  readonly now: string;
  readonly pending: number;
  readonly running: number;
  /** The time at which the oldest pending export was created; null when none is pending. */
  readonly oldestPendingAt: string | null;
  /** Counts failed exports by the code of their error. A store may count only the newest thousand of them. */
  readonly failures: Readonly<Record<string, number>>;
}

/**
 * A place that keeps exports and their jobs. Every method is one atomic step. All times are the store's own clock's, so
 * that workers with wrong clocks agree. Core alone decides what is written. A record that cannot be read as a whole
 * harms no other: it is returned with what can be read, and `damaged` names the rest. An update leaves damage in place
 * where it does not replace it.
 */
export interface ExportStore {
  /** Adds a record with a new id, version 1, unless a limit or an idempotency key stands against it. */
  create(newExport: NewExport, options: CreateOptions): Promise<CreateResult>;
  /**
   * The limit that a create would meet at this moment, or null; null too where the idempotency key has a record. Absent where the store
   * cannot tell: then an export is refused only after its rows have been counted.
   */
  reachedLimit?(
    subject: Pick<NewExport, "user" | "projectId">,
    conditions: Pick<CreateOptions, "limits" | "idempotencyKey">,
  ): Promise<"perUser" | "perProject" | null>;
  /**
   * The record, deleted ones included; null when there is none. A number is found by its decimal text too, as addresses have it; an id
   * that cannot be one is treated as one that does not exist.
   */
  get(id: Id): Promise<ExportRecord | null>;
  /** A page of the records that are not deleted, and how many there are in all. */
  list(options: ListOptions): Promise<{ readonly count: number; readonly records: readonly ExportRecord[] }>;
  /** Writes the patch and raises `version`; null, with nothing written, when it has another version or is gone. */
  update(id: Id, guard: WriteGuard, patch: ExportPatch): Promise<ExportRecord | null>;
  /**
   * Takes a pending, undeleted export for the attempt `token`: status `running`, job `STARTED`, attempts + 1, started now,
   * due in `leaseMs`. Null when it was not pending; of ten callers one gets it.
   */
  claim(id: Id, token: string, leaseMs: number): Promise<ExportRecord | null>;
  /** Extends the lease of the attempt and writes its progress; `version` stays. Null when the token no longer holds. */
  renew(
    id: Id,
    token: string,
    renewal: { readonly leaseMs: number; readonly progress: JobProgress },
  ): Promise<Pulse | null>;
  /** Up to `limit` records whose `dueAt` has come, longest due first. */
  due(limit: number): Promise<readonly ExportRecord[]>;
  /** Removes the record for good; false when its version is not this one, or it has notices that the host has not heard. */
  remove(id: Id, guard: WriteGuard): Promise<boolean>;
  /** Counts exports. Optional: without it the service reads lists, and cannot compare clocks. */
  stats?(): Promise<StoreStats>;
  /** Notices for the host. Optional: without it a service takes no `onFinished` and no `onRetry`. */
  readonly notices?: NoticeOutbox;
}
