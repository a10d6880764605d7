import type { ExportFailure, ExportRecord } from "./export-record.js";
import type { Id } from "./id.js";

/** The end of an export, as it was then. Since then, another run may have changed the record. */
export interface ExportOutcome extends Pick<
  ExportRecord,
  "error" | "filename" | "contentType" | "recordCount" | "fileSize" | "sha256"
> {
  readonly status: "succeeded" | "failed" | "cancelled";
}

/** News for the host: that an export has ended, or that it will be tried again after an error. */
export type NewNotice = {
  /** Never given to two notices. */
  readonly id: string;
} & (
  | { readonly kind: "finished"; readonly outcome: ExportOutcome }
  | { readonly kind: "retry"; readonly error: ExportFailure }
);

/** A notice as a store keeps it. */
export type ExportNotice = NewNotice & {
  /** The time of the write that it reports, by the store's clock, in ISO 8601. */
  readonly at: string;
};

/** The notices of one export, oldest first. An empty list is one that the store cannot read. */
export interface NoticeBatch {
  readonly exportId: Id;
  /** The time of the store's clock. */
  readonly now: string;
  readonly notices: readonly ExportNotice[];
}

/**
 * The notices that a store keeps until the host has heard them. A write that has a notice (`ExportPatch.notice`) and the notice are one
 * atomic step. Nothing here raises a record's `version` or `updatedAt`.
 */
export interface NoticeOutbox {
  /**
   * Takes the notices of up to `limit` exports whose time has come, longest due first. They are due again in `leaseMs`; of ten callers one
   * gets them.
   */
  take(limit: number, leaseMs: number): Promise<readonly NoticeBatch[]>;
  /** Removes notices of an export. The others become due in `dueInMs`; null leaves their time as it is. Unknown ids are ignored. */
  settle(exportId: Id, settled: { readonly ids: readonly string[]; readonly dueInMs: number | null }): Promise<void>;
}

/** The facts of a notice itself. */
export interface NoticeContext {
  /** The same at each repetition of this notice, and never another's: by it, receivers know what they have already heard. */
  readonly id: string;
  /** The time of the event, by the store's clock, in ISO 8601. */
  readonly at: string;
  /** Aborts after 10 s, when the notice counts as not heard. */
  readonly signal: AbortSignal;
}

/**
 * The host's listeners to the ends of exports. Each is called at least once for each end, after it has been recorded,
 * and never harms the export. A listener that throws, rejects or takes longer than 10 s is called again, later and
 * later, for 24 hours. Then the notice is given up and `onError` receives `NOTICE_FAILED`. What a process could not
 * deliver the reaper of any other delivers. Notices of one export may come in another order. Give the same listeners to
 * every service of a store: a service without them records no notices.
 */
export interface NoticeListeners {
  /**
   * Hears that an export has succeeded, failed or been cancelled, one that is deleted too.
   *
   * @param record - as it stands now; `deleted` says that it was deleted.
   * @param outcome - the end itself.
   */
  readonly onFinished?: (record: ExportRecord, outcome: ExportOutcome, notice: NoticeContext) => unknown;
  /**
   * Hears that an attempt has failed and another will follow.
   *
   * @param record - as it stands now.
   * @param error - why the attempt failed.
   */
  readonly onRetry?: (record: ExportRecord, error: ExportFailure, notice: NoticeContext) => unknown;
}
