import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ExportError } from "../../contracts/export-error.js";
import { type ExportRecord, isDamaged } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { ChangeOptions } from "../ports/authorize.js";
import { enqueueJob } from "../ports/job-queue.js";
import { findExport } from "./find-export.js";
import { prepareExport } from "./prepare-export.js";
import { projectIdSchema, refuseManyKeys } from "./request-body.js";
import type { RequestedExport } from "../lifecycle/created-record.js";
import { runAgainPatch } from "../lifecycle/run-again-patch.js";
import { boundedDetails, issueDetails } from "../../contracts/error-details.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { sweepSoon } from "../files/sweep-discarded.js";

const changeSchema = z.strictObject({
  format: z.unknown().optional(),
  filters: z.unknown().optional(),
  options: z.unknown().optional(),
});

/**
 * Changes an export's format, filters or options. Members that the body leaves out stay as they are; a project must be the export's
 * own. A change withdraws the old file at once and has the export run again; the same values as before
 * change nothing.
 */
export async function updateExport(
  host: ResolvedOptions,
  id: Id,
  body: unknown,
  options: ChangeOptions,
): Promise<ExportRecord> {
  const { user } = options;
  for (;;) {
    const before = await findExport(host, id, { user, action: "update" });
    if (isDamaged(before)) throw new ExportError("STORE_RECORD_DAMAGED");
    const { projectId: project, format, filters, options: chosen } = before;
    const request = { format, filters, options: chosen, ...parseChange(body, { host, project }), project };
    if (options.version !== undefined && options.version !== before.version) throw new ExportError("VERSION_CONFLICT");
    if (before.status === "running") throw new ExportError("EXPORT_ACTIVE");
    const prepared = await prepareExport(host, { body: request, user, owner: before.user, action: "update" });
    if (isSame(before, prepared)) return before;
    const changed = await host.store.update(id, { version: before.version }, changePatch(host, before, prepared));
    if (changed !== null) return await startAgain(host, changed);
  }
}

function changePatch(host: ResolvedOptions, before: ExportRecord, prepared: RequestedExport): ExportPatch {
  const { format, filters, filtersDisplay, options, jobName, estimate } = prepared;
  return { ...runAgainPatch(host, before, jobName), format, filters, filtersDisplay, options, recordCount: estimate };
}

async function startAgain(host: ResolvedOptions, record: ExportRecord): Promise<ExportRecord> {
  await sweepSoon(host, record);
  await enqueueJob(host, record);
  return (await host.store.get(record.id)) ?? record;
}

function parseChange(
  body: unknown,
  { host, project }: { readonly host: ResolvedOptions; readonly project: Id },
): z.infer<typeof changeSchema> {
  refuseManyKeys(body);
  const sameProject = projectIdSchema(host.projectIdType).refine((id) => id === project, {
    error: "The project of an export cannot change.",
  });
  const outcome = changeSchema.extend({ project: sameProject.optional() }).safeParse(body);
  if (outcome.success) return outcome.data;
  throw new ExportError("INVALID_REQUEST", { details: boundedDetails(issueDetails(outcome.error.issues)) });
}

function isSame(current: ExportRecord, { format, filters, options }: RequestedExport): boolean {
  return (
    current.format === format &&
    isDeepStrictEqual({ ...current.filters }, { ...filters }) &&
    isDeepStrictEqual({ ...current.options }, { ...options })
  );
}
