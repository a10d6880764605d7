import type { Authorizer } from "../contracts/authorizer.js";
import type { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { ExportStore } from "../contracts/export-store.js";
import type { Id } from "../contracts/id.js";
import type { JobRunner } from "../contracts/job-runner.js";
import type { ProgressReporter } from "../contracts/progress-reporter.js";
import type { StorageAdapter } from "../contracts/storage-adapter.js";
import type { ExportRegistry } from "./export-registry.js";

/**
 * How much an export may take. A limit that is left out does not apply, but for `uploadMs`; times beyond 24 days do not either. The number
 * of active exports is looked at when one is created; one that is changed or run again is never refused for it.
 */
export interface ExportLimits {
  /** Pending and running exports of one user. */
  readonly activePerUser?: number;
  /** Pending and running exports of one project. */
  readonly activePerProject?: number;
  /** Rows of one export; more fail with `ROW_LIMIT`. */
  readonly rows?: number;
  /** Bytes of one finished file; more fail with `BYTE_LIMIT`. */
  readonly bytes?: number;
  /** Milliseconds of one attempt; more fail with `TIME_LIMIT`. */
  readonly runMs?: number;
  /** Milliseconds of one upload; longer is given up. Default 6 hours. Files of attempts that failed are swept again this long after. */
  readonly uploadMs?: number;
}

/** How often core tries again after an error that is `retryable`. */
export interface RetryPolicy {
  /** All attempts, the first included; default 3. */
  readonly attempts?: number;
  /** Milliseconds before the next attempt, given how many have been made; default 1 s, then four times as long each time. */
  readonly delayMs?: (attempts: number) => number;
}

/** What a host gives to an ExportService. */
export interface ExportServiceOptions {
  readonly registry: Pick<ExportRegistry, "getExporter" | "getSupportedFormats">;
  readonly store: ExportStore;
  readonly storage: StorageAdapter;
  readonly runner: JobRunner;
  readonly authorizer: Authorizer;
  readonly progress?: ProgressReporter;
  /** What the host's project ids are; default `"number"`, so that `"1"` is refused where `1` is meant. */
  readonly projectIdType?: "number" | "string";
  readonly limits?: ExportLimits;
  readonly retries?: RetryPolicy;
  /**
   * How long a worker that says nothing keeps its export; default 30,000. A store, an authorizer or a queue that takes longer to answer
   * counts as failed.
   */
  readonly leaseMs?: number;
  /** How often a worker says that it lives, writes its progress and learns of a cancel; default 1,000. */
  readonly heartbeatMs?: number;
  /** How long after a request the reaper puts an export into the queue again; default 60,000. */
  readonly enqueueGraceMs?: number;
  /** How long a create waits for the estimate of the rows; default 2,000. */
  readonly estimateMs?: number;
  /** How long after its end a succeeded export is kept; default null, for ever. */
  readonly retentionMs?: number | null;
  /** Where temp files go; default the system's directory for them. Not shared with other machines. */
  readonly tempDirectory?: string;
  /** The download address of a succeeded export, for the job's progress; default null. */
  readonly fileUrl?: (record: Pick<ExportRecord, "id" | "projectId">) => string | null;
  /**
   * Told of errors that nobody waits for: what each failed attempt failed with, a queue or a storage that is down. The error holds no
   * secrets; its `cause`, what a driver or the host's own exporter threw, may.
   */
  readonly onError?: (error: ExportError, context: { readonly exportId: Id | null }) => void;
}
