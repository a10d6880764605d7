import { within } from "../async/within.js";
import { ExportError } from "../contracts/export-error.js";
import type { ExportNotice, NoticeBatch, NoticeListeners, NoticeOutbox } from "../contracts/export-notice.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { ExportStore } from "../contracts/export-store.js";
import type { Id } from "../contracts/id.js";
import { noticeOf } from "./notice-of.js";
import { GIVE_UP_MS, waitMs } from "./wait-ms.js";

/** The time that a listener has to answer. */
const ANSWER_MS = 10_000;
const LATE = "A listener did not answer within 10 s, in any attempt for 24 hours. The notice is given up.";
/** The time in which notices that a process has taken are no other's. */
const TAKEN_MS = 60_000;
/** The notices of one export may use so much of that; the rest come later. */
const BATCH_MS = 30_000;
/** Writes whose notices are delivered at once; those of more writes at a time are left to the reaper. */
const MOST_AT_ONCE = 20;
const PAGE = 10;
/** A pass takes no further notices after so many milliseconds. */
const PASS_MS = 10_000;
/** Soon, since another service may have the listener that this one lacks; but not in the same pass. */
const LACKING_MS = 15_000;

/** The options of a desk. */
export interface NoticeDeskOptions {
  readonly store: ExportStore;
  readonly listeners: NoticeListeners;
  /** Tells the host of an error that nobody waits for. */
  report(error: unknown, exportId: Id | null): void;
}

/** Records a notice together with the write that it reports, and delivers it until the host has heard it. */
export class NoticeDesk {
  /** The store, whose writes have their notices. */
  readonly store: ExportStore;
  readonly #options: NoticeDeskOptions;
  #delivering = 0;

  /** @throws TypeError when there are listeners, and a store without `notices`. */
  constructor(options: NoticeDeskOptions) {
    const { store, listeners } = options;
    this.#options = options;
    const listens = listeners.onFinished !== undefined || listeners.onRetry !== undefined;
    if (listens && store.notices === undefined)
      throw new TypeError("onFinished and onRetry need a store that keeps notices: this one has no `notices`.");
    this.store = listens ? { ...store, update: (id, guard, patch) => this.#update(id, guard, patch) } : store;
  }

  /** One pass over the notices that are due. @throws ExportError `STORE_FAILED`. */
  async deliverDue(signal?: AbortSignal): Promise<void> {
    const { notices: outbox } = this.#options.store;
    const endsAt = performance.now() + PASS_MS;
    while (outbox !== undefined && performance.now() < endsAt) {
      signal?.throwIfAborted();
      const batches = await outbox.take(PAGE, TAKEN_MS);
      await Promise.all(batches.map((batch) => this.#deliverTaken(outbox, batch)));
      if (batches.length < PAGE) return;
    }
  }

  async #update(...[id, guard, patch]: Parameters<ExportStore["update"]>): Promise<ExportRecord | null> {
    const { store, listeners } = this.#options;
    const notice = noticeOf(patch);
    const heard = notice?.kind === "retry" ? listeners.onRetry : listeners.onFinished;
    if (notice === null || heard === undefined) return await store.update(id, guard, patch);
    const record = await store.update(id, guard, { ...patch, notice });
    if (record !== null && store.notices !== undefined)
      this.#deliverSoon(store.notices, record, { ...notice, at: record.updatedAt });
    return record;
  }

  /** Behind the back of who writes. The notice is due by itself when its process dies meanwhile. */
  #deliverSoon(outbox: NoticeOutbox, record: ExportRecord, notice: ExportNotice): void {
    if (this.#delivering >= MOST_AT_ONCE) return;
    this.#delivering += 1;
    const batch = { exportId: record.id, now: record.updatedAt, notices: [notice] };
    void this.#deliver(outbox, record, batch)
      .catch((error: unknown) => this.#options.report(error, record.id))
      .finally(() => (this.#delivering -= 1));
  }

  async #deliverTaken(outbox: NoticeOutbox, batch: NoticeBatch): Promise<void> {
    const { store, report } = this.#options;
    try {
      if (batch.notices.length === 0) report(damagedNotices(), batch.exportId);
      const record = await store.get(batch.exportId);
      if (record !== null) await this.#deliver(outbox, record, batch);
    } catch (error) {
      report(error, batch.exportId);
    }
  }

  async #deliver(outbox: NoticeOutbox, record: ExportRecord, { exportId, now, notices }: NoticeBatch): Promise<void> {
    const endsAt = performance.now() + BATCH_MS;
    const ids: string[] = [];
    const waits: number[] = [];
    for (const notice of notices) {
      const ageMs = Date.parse(now) - Date.parse(notice.at);
      const tell = this.#listener(record, notice);
      if (performance.now() >= endsAt) waits.push(LACKING_MS);
      else {
        const failure = await failureOf(tell);
        if (failure !== null && ageMs < GIVE_UP_MS) waits.push(tell === null ? LACKING_MS : waitMs(ageMs));
        else ids.push(notice.id);
        if (failure !== null && ageMs >= GIVE_UP_MS) this.#options.report(failure, exportId);
      }
    }
    await outbox.settle(exportId, { ids, dueInMs: waits.length === 0 ? null : Math.min(...waits) });
  }

  /** Returns the call that tells the host; null where this service has no listener for it, since another has recorded the notice. */
  #listener(record: ExportRecord, notice: ExportNotice): ((signal: AbortSignal) => unknown) | null {
    const { onFinished, onRetry } = this.#options.listeners;
    const context = (signal: AbortSignal) => ({ id: notice.id, at: notice.at, signal });
    if (notice.kind === "finished")
      return onFinished === undefined ? null : (signal) => onFinished(record, notice.outcome, context(signal));
    return onRetry === undefined ? null : (signal) => onRetry(record, notice.error, context(signal));
  }
}

/** Null when a listener has heard it, else why not. */
async function failureOf(tell: ((signal: AbortSignal) => unknown) | null): Promise<ExportError | null> {
  const failed = (cause: unknown) => new ExportError("NOTICE_FAILED", { cause });
  if (tell === null) return failed(new TypeError("No service had a listener for the notice."));
  const telling = async (): Promise<null> => {
    await tell(AbortSignal.timeout(ANSWER_MS));
    return null;
  };
  try {
    return await within(telling(), ANSWER_MS, new ExportError("NOTICE_FAILED", { message: LATE }));
  } catch (error) {
    return failed(error);
  }
}

function damagedNotices(): ExportError {
  const message = "The notices of this export are damaged, and cannot be delivered.";
  return new ExportError("STORE_RECORD_DAMAGED", { message });
}
