import { isDeepStrictEqual } from "node:util";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { ExportUser } from "../../contracts/job-record.js";
import { callInTime } from "../ports/call-port.js";
import { enqueueJob } from "../ports/job-queue.js";
import { createdRecord, type RequestedExport } from "../lifecycle/created-record.js";
import { isDamaged } from "../../contracts/export-record.js";
import { prepareExport } from "./prepare-export.js";
import type { Actor } from "../ports/authorize.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** The options of a create. */
export interface CreateExportOptions extends Actor {
  /** The same key of the same user gives the export of the first request, not another. 1 to 255 characters. */
  readonly idempotencyKey?: string;
}

/** Checks a request, records the export and its job, and has the job run. */
export async function createExport(
  host: ResolvedOptions,
  body: unknown,
  options: CreateExportOptions,
): Promise<ExportRecord> {
  const { activePerUser, activePerProject } = host.limits;
  const conditions = {
    limits: {
      ...(activePerUser === undefined ? {} : { perUser: activePerUser }),
      ...(activePerProject === undefined ? {} : { perProject: activePerProject }),
    },
    ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
  };
  const admit = async (user: ExportUser, projectId: Id): Promise<void> => {
    if (Object.keys(conditions.limits).length === 0) return;
    const reached = (await host.store.reachedLimit?.({ user, projectId }, conditions)) ?? null;
    if (reached !== null) throw new ExportError("LIMIT_REACHED");
  };
  const prepared = await prepareExport(host, { body, user: options.user, action: "create", admit });
  const result = await host.store.create(createdRecord(prepared), { dueInMs: host.enqueueGraceMs, ...conditions });
  if (result.outcome === "limit") throw new ExportError("LIMIT_REACHED");
  host.reportDamage(result.record, "create");
  if (isDamaged(result.record)) throw new ExportError("STORE_RECORD_DAMAGED");
  if (result.outcome === "existing") return sameRequest(result.record, prepared);
  const record = await withHostJob(host, result.record);
  await enqueueJob(host, record);
  return record;
}

const HOST_JOB_MS = 10_000;

/**
 * Has the host create its own job for the export, and records its id. What has no job is taken back; if even that fails, the reaper runs it.
 *
 * @throws ExportError `RUNNER_FAILED`.
 */
async function withHostJob(host: ResolvedOptions, record: ExportRecord): Promise<ExportRecord> {
  const { createJob, store } = host;
  if (createJob === undefined) return record;
  try {
    const ms = Math.min(HOST_JOB_MS, host.leaseMs);
    const id: unknown = await callInTime("RUNNER_FAILED", () => createJob(record), ms);
    if (typeof id === "string" || Number.isSafeInteger(id)) return await keepJobId(host, record, id as Id);
    throw new ExportError("RUNNER_FAILED", { message: "createJob returned no id.", retryable: false });
  } catch (error) {
    const guard = { version: record.version };
    await store.remove(record.id, guard).catch((failure: unknown) => host.report(failure, record.id));
    throw error;
  }
}

/** Records the id, whatever users have done to the export meanwhile. */
async function keepJobId({ store }: ResolvedOptions, record: ExportRecord, id: Id): Promise<ExportRecord> {
  for (let current = record; ;) {
    const kept = await store.update(record.id, { version: current.version }, { job: { id } });
    if (kept !== null) return kept;
    const next = await store.get(record.id);
    if (next === null) return current;
    current = next;
  }
}

function sameRequest(record: ExportRecord, { projectId, format, filters, options }: RequestedExport): ExportRecord {
  const same =
    record.projectId === projectId &&
    record.format === format &&
    isDeepStrictEqual({ ...record.filters }, { ...filters }) &&
    isDeepStrictEqual({ ...record.options }, { ...options });
  if (!same || record.deleted) throw new ExportError("IDEMPOTENCY_CONFLICT");
  return record;
}
