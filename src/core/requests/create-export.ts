import { isDeepStrictEqual } from "node:util";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportFacts } from "../../contracts/export-store.js";
import { enqueueJob } from "../ports/enqueue-job.js";
import { newJob } from "./new-job.js";
import { prepareExport, type PreparedExport } from "./prepare-export.js";
import type { Actor } from "./actor.js";
import type { ServiceParts } from "../service-parts.js";

/** How an export is created. */
export interface CreateExportOptions extends Actor {
  /** The same key of the same user gives the export of the first request, not another. 1 to 255 characters. */
  readonly idempotencyKey?: string;
}

/** Checks a request, records the export and its job, and has the job run. */
export async function createExport(parts: ServiceParts, body: unknown, options: CreateExportOptions): Promise<ExportRecord> {
  const prepared = await prepareExport(parts, { body, user: options.user, action: "create" });
  const { activePerUser, activePerProject } = parts.limits;
  const result = await parts.store.create(newExport(prepared), {
    dueInMs: parts.enqueueGraceMs,
    limits: {
      ...(activePerUser === undefined ? {} : { perUser: activePerUser }),
      ...(activePerProject === undefined ? {} : { perProject: activePerProject }),
    },
    ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
  });
  if (result.outcome === "limit") throw new ExportError("LIMIT_REACHED");
  if (result.outcome === "existing") return sameRequest(result.record, prepared);
  await enqueueJob(parts, result.record);
  return result.record;
}

function newExport({ user, projectId, format, filters, filtersDisplay, jobName, estimate }: PreparedExport): ExportFacts {
  return {
    user,
    projectId,
    format,
    filters,
    filtersDisplay,
    status: "pending",
    error: null,
    warnings: [],
    fileKey: null,
    filename: null,
    contentType: null,
    recordCount: estimate,
    fileSize: null,
    sha256: null,
    uploadKey: null,
    discarded: [],
    deleted: false,
    job: newJob(jobName),
  };
}

function sameRequest(record: ExportRecord, { projectId, format, filters }: PreparedExport): ExportRecord {
  const same = record.projectId === projectId && record.format === format && isDeepStrictEqual({ ...record.filters }, { ...filters });
  if (!same || record.deleted) throw new ExportError("IDEMPOTENCY_CONFLICT");
  return record;
}
