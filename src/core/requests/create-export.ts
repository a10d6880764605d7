import { isDeepStrictEqual } from "node:util";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { ExportUser } from "../../contracts/job-record.js";
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
  await enqueueJob(host, result.record);
  return result.record;
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
