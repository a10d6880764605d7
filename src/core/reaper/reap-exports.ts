import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import { deletePatch } from "../requests/delete-export.js";
import { endedAttempt } from "../attempt/ended-attempt.js";
import { enqueueJob } from "../ports/enqueue-job.js";
import type { ServiceParts } from "../service-parts.js";
import { sweepDiscarded } from "./sweep-discarded.js";
import { sweepTempFiles } from "../temp-files/sweep-temp-files.js";

const PAGE = 100;
const AT_ONCE = 10;

/**
 * One pass of the reaper over all that is due: leases that ended, queue entries that were lost, files that are to go, exports whose
 * retention is over; and the temp files that dead processes of this machine left. Any number of reapers may work at once. A record that
 * cannot be healed is reported, and keeps no other from being healed.
 *
 * @throws ExportError `STORE_FAILED` when the store does not say what is due.
 */
export async function reapExports(parts: ServiceParts, signal?: AbortSignal): Promise<void> {
  await sweepTempFiles(parts.tempDirectory);
  const seen = new Set<Id>();
  for (;;) {
    const due = (await parts.store.due(PAGE)).filter(({ id }) => !seen.has(id));
    if (due.length === 0) return;
    for (const records of inGroups(liveFirst(due), AT_ONCE)) {
      signal?.throwIfAborted();
      await Promise.all(records.map((record) => healOrReport(parts, record)));
    }
    for (const { id } of due) seen.add(id);
  }
}

/** An export that somebody waits for comes before a file that nobody does. */
function liveFirst(due: readonly ExportRecord[]): readonly ExportRecord[] {
  const isLive = ({ status }: ExportRecord): boolean => status === "pending" || status === "running";
  return [...due.filter(isLive), ...due.filter((record) => !isLive(record))];
}

function* inGroups<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

async function healOrReport(parts: ServiceParts, record: ExportRecord): Promise<void> {
  try {
    await healExport(parts, record);
  } catch (error) {
    parts.report(error, record.id);
  }
}

async function healExport(parts: ServiceParts, record: ExportRecord): Promise<void> {
  if (record.status === "pending") return await enqueueAgain(parts, record);
  if (record.status === "running") return await takeOver(parts, record);
  const expired = record.expiresAt !== null && record.dueAt !== null && record.dueAt >= record.expiresAt;
  if (!expired || record.deleted) return await sweepDiscarded(parts, record, "due");
  const deleted = await parts.store.update(record.id, { version: record.version }, deletePatch(parts, record));
  if (deleted !== null) await sweepDiscarded(parts, deleted, "due");
}

/** The queue may have lost it; a delivery too many is harmless. */
async function enqueueAgain(parts: ServiceParts, record: ExportRecord): Promise<void> {
  const renewed = await parts.store.update(record.id, { version: record.version }, { dueInMs: parts.enqueueGraceMs });
  if (renewed === null) return;
  await enqueueJob(parts, renewed);
  await sweepDiscarded(parts, renewed, "now");
}

/** Its worker has not been heard of for a lease. */
async function takeOver(parts: ServiceParts, record: ExportRecord): Promise<void> {
  const { stages } = record.job.progress;
  const stage = stages.find(({ status }) => status === "STARTED")?.key ?? null;
  const end = { error: new ExportError("WORKER_LOST"), stage, progress: record.job.progress };
  const settled = await parts.store.update(record.id, { version: record.version }, endedAttempt(parts, record, end));
  if (settled === null) return;
  if (settled.status === "pending") await enqueueJob(parts, settled, parts.retries.delayMs(settled.job.attempts));
  await sweepDiscarded(parts, settled, "now");
}
