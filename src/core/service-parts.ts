import { tmpdir } from "node:os";
import type { ExportRecord } from "../contracts/export-record.js";
import type { ExportStore } from "../contracts/export-store.js";
import type { Id } from "../contracts/id.js";
import { guardStorage, type CoreStorage } from "./ports/guarded-storage.js";
import { guardStore } from "./ports/guarded-store.js";
import { shareReads } from "./ports/shared-reads.js";
import type { ExportServiceOptions } from "./service-options.js";
import { toExportError } from "./ports/to-export-error.js";

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
export interface ServiceParts
  extends Required<Omit<ExportServiceOptions, "store" | "storage" | "progress" | "limits" | "retries" | "onError">> {
  readonly store: ExportStore;
  readonly storage: CoreStorage;
  readonly progress: ExportServiceOptions["progress"];
  readonly limits: NonNullable<ExportServiceOptions["limits"]> & { readonly uploadMs: number };
  readonly retries: Required<NonNullable<ExportServiceOptions["retries"]>>;
  /** The record, for somebody who looks at it; those who ask at once share one query. */
  readExport(id: Id): Promise<ExportRecord | null>;
  /** Tells the host of an error that nobody waits for. */
  report(error: unknown, exportId: Id | null): void;
}

/** @throws TypeError when a required option is missing or a duration is not one. */
export function createServiceParts(options: ExportServiceOptions): ServiceParts {
  for (const [name, method] of REQUIRED) {
    const part: object | null | undefined = options[name];
    const has = typeof part === "object" && part !== null && typeof Reflect.get(part, method) === "function";
    if (!has) throw new TypeError(`ExportService needs the option "${name}", with its method ${method}.`);
  }
  const leaseMs = options.leaseMs ?? 30_000;
  const store = guardStore(options.store, leaseMs);
  const parts: ServiceParts = {
    registry: options.registry,
    store,
    readExport: shareReads((id: Id) => store.get(id)),
    storage: guardStorage(options.storage),
    runner: options.runner,
    authorizer: options.authorizer,
    progress: options.progress,
    projectIdType: options.projectIdType ?? "number",
    limits: { uploadMs: SIX_HOURS, ...options.limits },
    retries: { attempts: 3, delayMs: (attempts) => 1000 * 4 ** (attempts - 1), ...options.retries },
    leaseMs,
    heartbeatMs: options.heartbeatMs ?? 1_000,
    enqueueGraceMs: options.enqueueGraceMs ?? 60_000,
    estimateMs: options.estimateMs ?? 2_000,
    retentionMs: options.retentionMs ?? null,
    tempDirectory: options.tempDirectory ?? tmpdir(),
    fileUrl: (record) => fileUrl(options, record),
    report: (error, exportId) => report(options, error, exportId),
  };
  checkDurations(parts);
  if (parts.heartbeatMs * 2 > parts.leaseMs) throw new TypeError("leaseMs must be at least twice heartbeatMs.");
  return Object.freeze(parts);
}

function checkDurations({ leaseMs, heartbeatMs, enqueueGraceMs, estimateMs, retentionMs, limits, retries }: ServiceParts): void {
  const durations = { leaseMs, heartbeatMs, enqueueGraceMs, estimateMs, retentionMs: retentionMs ?? 0, ...limits };
  for (const [name, value] of Object.entries(durations)) {
    if (typeof value !== "number" || !(value >= 0)) throw new TypeError(`${name} must be a number from 0.`);
  }
  if (!(retries.attempts >= 1)) throw new TypeError("retries.attempts must be a number from 1.");
}

/** An address that the host cannot give is no reason to lose a file. */
function fileUrl(options: ExportServiceOptions, record: Pick<ExportRecord, "id" | "projectId">): string | null {
  try {
    return options.fileUrl?.(record) ?? null;
  } catch (error) {
    report(options, error, record.id);
    return null;
  }
}

function report(options: ExportServiceOptions, error: unknown, exportId: Id | null): void {
  try {
    options.onError?.(toExportError(error, "RUNNER_FAILED"), { exportId });
  } catch {
    // A listener's trouble stays with the listener.
  }
}
