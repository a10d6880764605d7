import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { ChangeOptions } from "./actor.js";
import { enqueueJob } from "../ports/enqueue-job.js";
import { findExport } from "./find-export.js";
import { prepareExport, type PreparedExport } from "./prepare-export.js";
import { runAgain } from "./run-again.js";
import type { ServiceParts } from "../service-parts.js";
import { sweepSoon } from "../reaper/sweep-discarded.js";

const changeSchema = z.strictObject({ format: z.unknown().optional(), filters: z.unknown().optional() });

/**
 * Changes an export's format or filters. A change withdraws the old file at once and has the export run again; the same values as before
 * change nothing.
 */
export async function updateExport(parts: ServiceParts, id: Id, body: unknown, options: ChangeOptions): Promise<ExportRecord> {
  const { user } = options;
  for (;;) {
    const before = await findExport(parts, id, { user, action: "update" });
    const request = { project: before.projectId, format: before.format, filters: before.filters, ...parseChange(body) };
    if (options.version !== undefined && options.version !== before.version) throw new ExportError("VERSION_CONFLICT");
    if (before.status === "running") throw new ExportError("EXPORT_ACTIVE");
    const prepared = await prepareExport(parts, { body: request, user, owner: before.user, action: "update" });
    if (isSame(before, prepared)) return before;
    const changed = await parts.store.update(id, { version: before.version }, changePatch(parts, before, prepared));
    if (changed !== null) return await startAgain(parts, changed);
  }
}

function changePatch(parts: ServiceParts, before: ExportRecord, prepared: PreparedExport): ExportPatch {
  const { format, filters, filtersDisplay, jobName, estimate } = prepared;
  return { ...runAgain(parts, before, jobName), format, filters, filtersDisplay, recordCount: estimate };
}

async function startAgain(parts: ServiceParts, record: ExportRecord): Promise<ExportRecord> {
  await sweepSoon(parts, record);
  await enqueueJob(parts, record);
  return (await parts.store.get(record.id)) ?? record;
}

function parseChange(body: unknown): z.infer<typeof changeSchema> {
  const outcome = changeSchema.safeParse(body);
  if (outcome.success) return outcome.data;
  const details = outcome.error.issues.map(({ path, code, message }) => ({ path: path.map(String), code, message }));
  throw new ExportError("INVALID_REQUEST", { details });
}

function isSame(current: ExportRecord, { format, filters }: PreparedExport): boolean {
  return current.format === format && isDeepStrictEqual({ ...current.filters }, { ...filters });
}
