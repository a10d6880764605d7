import { tmpdir } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Authorizer } from "../../contracts/authorizer.js";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import { aroundStore } from "../../contracts/around-store.js";
import type { NoticeListeners } from "../../contracts/export-notice.js";
import type { ExportStore } from "../../contracts/export-store.js";
import type { ExporterLookup } from "../../contracts/exporter.js";
import type { Id } from "../../contracts/id.js";
import type { JobRunner } from "../../contracts/job-runner.js";
import type { ProgressReporter } from "../../contracts/progress-reporter.js";
import type { StorageAdapter } from "../../contracts/storage-adapter.js";
import { quietly, refusePromise } from "../../async/quietly.js";
import { toExportError, callPort, callInTime } from "./call-port.js";
import { checkStorageKey } from "../../contracts/storage-key.js";
import { NoticeDesk } from "../../notices/notice-desk.js";

/**
 * The limits of an export. A limit that is left out does not apply, except `uploadMs`; times beyond 24 days do not
 * apply either. The number of active exports is checked when one is created. A change or a new run is never refused for
 * it.
 */
export interface ExportLimits {
  /** Pending and running exports of one user. */
  readonly activePerUser?: number;
  /** Pending and running exports of one project. */
  readonly activePerProject?: number;
  /** Rows of one export; more fail with `ROW_LIMIT`. */
  readonly rows?: number;
  /** Bytes of one file; more fail with `BYTE_LIMIT`, as soon as they would be written. */
  readonly bytes?: number;
  /** Milliseconds of one attempt; more fail with `TIME_LIMIT`. */
  readonly runMs?: number;
  /** Milliseconds of one upload; longer is given up. Default 6 hours. Files of attempts that failed are swept again this long after. */
  readonly uploadMs?: number;
}

/** The number and the times of core's retries after an error that is `retryable`. */
export interface RetryPolicy {
  /** All attempts, the first included; default 3. */
  readonly attempts?: number;
  /**
   * Milliseconds before the next attempt, given how many have been made. By default 1 s, then four times as long each
   * time, each up to half longer at random. Exports that failed together must not come back together.
   */
  readonly delayMs?: (attempts: number) => number;
}

/** The options of an ExportService, which the host gives. */
export interface ExportServiceOptions extends NoticeListeners {
  readonly registry: ExporterLookup;
  readonly store: ExportStore;
  readonly storage: StorageAdapter;
  readonly runner: JobRunner;
  readonly authorizer: Authorizer;
  readonly progress?: ProgressReporter;
  /**
   * Creates the job of the host's own that stands for a new export, and returns its id. Clients see it as `job.id`, and the `ProgressReporter`
   * gets it; the runner still gets the export's id. Called once for each export, when it is recorded and not yet enqueued. If it fails, or
   * takes longer than 10 s or a lease, the export is taken back, and `create` throws `RUNNER_FAILED`.
   */
  readonly createJob?: (record: ExportRecord) => Id | Promise<Id>;
  /** The type of the host's project ids; default `"number"`, so that `"1"` is refused where `1` is meant. */
  readonly projectIdType?: "number" | "string";
  readonly limits?: ExportLimits;
  readonly retries?: RetryPolicy;
  /**
   * The time after which a silent worker loses its export; default 30,000. A store, an authorizer or a queue that takes
   * longer to answer counts as failed.
   */
  readonly leaseMs?: number;
  /** The interval at which a worker renews its lease, writes its progress and learns of a cancel; default 1,000. */
  readonly heartbeatMs?: number;
  /**
   * The time after a request when the reaper puts an export into the queue again; default 60,000. If no worker has
   * taken it by then, and none runs another, the export says `WORKER_MISSING`.
   */
  readonly enqueueGraceMs?: number;
  /**
   * The time that an export waits for a worker that knows its format, put back by the others; default 600,000. Then it
   * fails with `UNKNOWN_FORMAT`. The wait lets old and new workers run side by side.
   */
  readonly unknownFormatGraceMs?: number;
  /** The time that a create waits for the estimate of the rows; default 2,000. */
  readonly estimateMs?: number;
  /** The time that a succeeded export is kept after its end; default null, for ever. */
  readonly retentionMs?: number | null;
  /** The directory of temp files; default the system's own. Not shared with other machines. */
  readonly tempDirectory?: string;
  /** The download address of a succeeded export, for the job's progress; default null. */
  readonly fileUrl?: (record: Pick<ExportRecord, "id" | "projectId">) => string | null;
  /**
   * Receives errors that no caller waits for: the error of each failed attempt; a queue or a storage that is down; a
   * damaged record (`STORE_RECORD_DAMAGED`, once for each way of reading it). The error holds no secrets; its `cause`,
   * what a driver or the host's own exporter threw, may.
   */
  readonly onError?: (error: ExportError, context: { readonly exportId: Id | null }) => void;
}

const SIX_HOURS = 6 * 60 * 60 * 1000;
/** A method of each part that a host must give. */
const REQUIRED = [
  ["registry", "getExporter"],
  ["store", "claim"],
  ["storage", "put"],
  ["runner", "enqueue"],
  ["authorizer", "authorize"],
] as const;

/** An ExportService's options with their defaults, and its ports behind their guards. */
export interface ResolvedOptions extends Required<
  Omit<
    ExportServiceOptions,
    "store" | "storage" | "progress" | "limits" | "retries" | "onError" | "createJob" | keyof NoticeListeners
  >
> {
  readonly store: ExportStore;
  readonly storage: CoreStorage;
  /** Delivers what the host is to hear of the writes to `store`. */
  readonly notices: Pick<NoticeDesk, "deliverDue">;
  readonly progress: ExportServiceOptions["progress"];
  readonly createJob: ExportServiceOptions["createJob"];
  readonly limits: NonNullable<ExportServiceOptions["limits"]> & { readonly uploadMs: number };
  readonly retries: Required<NonNullable<ExportServiceOptions["retries"]>>;
  /** Reads a record for users. Requests of the same moment share one query. */
  readExport(id: Id): Promise<ExportRecord | null>;
  /** Tells the host of an error that nobody waits for. */
  report(error: unknown, exportId: Id | null): void;
  /** Tells the host of a record that is damaged, once for each reader. */
  reportDamage(record: ExportRecord, reader: RecordReader): void;
}

/** @throws TypeError when a required option is missing or a duration is not one. */
export function resolveOptions(options: ExportServiceOptions): ResolvedOptions {
  for (const [name, method] of REQUIRED) {
    const part: object | null | undefined = options[name];
    const has = typeof part === "object" && part !== null && typeof Reflect.get(part, method) === "function";
    if (!has) throw new TypeError(`ExportService needs the option "${name}", with its method ${method}.`);
  }
  const leaseMs = options.leaseMs ?? 30_000;
  const reportError: ResolvedOptions["report"] = (error, exportId) => report(options, error, exportId);
  const guarded = aroundStore(options.store, (use) => callInTime("STORE_FAILED", use, leaseMs));
  const notices = new NoticeDesk({ store: guarded, listeners: options, report: reportError });
  const { store } = notices;
  const host: ResolvedOptions = {
    registry: options.registry,
    store,
    notices,
    readExport: shareReads((id: Id) => store.get(id)),
    storage: guardStorage(options.storage),
    runner: options.runner,
    authorizer: options.authorizer,
    progress: options.progress,
    createJob: options.createJob,
    projectIdType: options.projectIdType ?? "number",
    limits: { uploadMs: SIX_HOURS, ...options.limits },
    retries: { attempts: options.retries?.attempts ?? 3, delayMs: (attempts) => delayMs(options, attempts) },
    leaseMs,
    heartbeatMs: options.heartbeatMs ?? 1_000,
    enqueueGraceMs: options.enqueueGraceMs ?? 60_000,
    unknownFormatGraceMs: options.unknownFormatGraceMs ?? 600_000,
    estimateMs: options.estimateMs ?? 2_000,
    retentionMs: options.retentionMs ?? null,
    tempDirectory: options.tempDirectory ?? tmpdir(),
    fileUrl: (record) => fileUrl(options, record),
    report: reportError,
    reportDamage: reportDamageOnce(reportError),
  };
  checkDurations(host);
  if (host.heartbeatMs * 2 > host.leaseMs) throw new TypeError("leaseMs must be at least twice heartbeatMs.");
  return Object.freeze(host);
}

function checkDurations({
  leaseMs,
  heartbeatMs,
  enqueueGraceMs,
  unknownFormatGraceMs,
  estimateMs,
  retentionMs,
  limits,
  retries,
}: ResolvedOptions): void {
  const graces = { enqueueGraceMs, unknownFormatGraceMs };
  const durations = { leaseMs, heartbeatMs, ...graces, estimateMs, retentionMs: retentionMs ?? 0, ...limits };
  for (const [name, value] of Object.entries(durations)) {
    if (typeof value !== "number" || !(value >= 0)) throw new TypeError(`${name} must be a number from 0.`);
  }
  if (!(retries.attempts >= 1)) throw new TypeError("retries.attempts must be a number from 1.");
}

/** A delay that the host cannot give must not leave an export running for ever. */
function delayMs(options: ExportServiceOptions, attempts: number): number {
  const usual = Math.round(1000 * 4 ** (attempts - 1) * (1 + Math.random() / 2));
  try {
    const given = options.retries?.delayMs?.(attempts) ?? usual;
    refusePromise(given);
    if (Number.isFinite(given) && given >= 0) return given;
    throw new TypeError("retries.delayMs must return a number of milliseconds from 0.");
  } catch (error) {
    report(options, error, null);
    return usual;
  }
}

/** An address that the host cannot give is no reason to lose a file. */
function fileUrl(options: ExportServiceOptions, record: Pick<ExportRecord, "id" | "projectId">): string | null {
  try {
    const url = options.fileUrl?.(record) ?? null;
    refusePromise(url);
    return url;
  } catch (error) {
    report(options, error, record.id);
    return null;
  }
}

function report(options: ExportServiceOptions, error: unknown, exportId: Id | null): void {
  void quietly(() => options.onError?.(toExportError(error, "RUNNER_FAILED"), { exportId }));
}

/** The part of a {@link StorageAdapter} that core calls. */
export type CoreStorage = Pick<StorageAdapter, "put" | "open" | "delete" | "link">;

/** The host's storage with every key checked before it, and every error wrapped as `STORAGE_FAILED` behind it, once. */
export function guardStorage(storage: StorageAdapter): CoreStorage {
  const call = <T>(key: string, use: (key: string) => Promise<T>, signal?: AbortSignal) =>
    callPort("STORAGE_FAILED", () => use(checkStorageKey(key)), signal);
  const link = storage.link?.bind(storage);
  return {
    put: (key, body, options) => call(key, (checked) => storage.put(checked, body, options), options.signal),
    open: (key, options) => call(key, (checked) => storage.open(checked, options), options?.signal),
    delete: (key) => call(key, (checked) => storage.delete(checked)),
    ...(link === undefined ? {} : { link: (key, options) => call(key, (checked) => link(checked, options)) }),
  };
}

/**
 * One read for all who ask for the same thing in the same turn of the event loop. Many clients that poll one export
 * cost the store one query. A read begins after everybody who shares it has asked, so nobody is given what was true
 * before they asked.
 */
export function shareReads<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const waiting = new Map<Key, Promise<Value>>();
  const readSoon = async (key: Key): Promise<Value> => {
    await nextTurn();
    waiting.delete(key);
    return await read(key);
  };
  return (key) => {
    const shared = waiting.get(key) ?? readSoon(key);
    waiting.set(key, shared);
    return shared;
  };
}

/** The operation that read a damaged record. */
export type RecordReader = "create" | "get" | "list" | "change" | "run" | "reap";

const MOST_REMEMBERED = 1_000;

/**
 * Returns a function that reports a damaged record to the host, as `STORE_RECORD_DAMAGED`, and ignores any other. Each reader reports a
 * record once, so that clients who poll do not repeat it. After a thousand reports it starts again.
 */
export function reportDamageOnce(
  report: (error: ExportError, exportId: Id) => void,
): (record: ExportRecord, reader: RecordReader) => void {
  const reported = new Set<string>();
  return ({ id, damaged }, reader) => {
    const key = JSON.stringify([reader, id]);
    if (damaged === undefined || reported.has(key)) return;
    if (reported.size >= MOST_REMEMBERED) reported.clear();
    reported.add(key);
    report(new ExportError("STORE_RECORD_DAMAGED", { message: sentence(damaged) }), id);
  };
}

function sentence(damaged: NonNullable<ExportRecord["damaged"]>): string {
  const members = `The record of this export is damaged; the store cannot read: ${damaged.join(", ")}.`;
  const hidesFiles = ["fileKey", "uploadKey", "discarded"].some((member) => damaged.includes(member));
  return hidesFiles ? `${members} The names of its files are unknown, so they stay in the storage.` : members;
}
