import { quietly } from "../async/quietly.js";
import { ExportError } from "../contracts/export-error.js";
import { isDamaged, type ExportRecord } from "../contracts/export-record.js";
import type { Id } from "../contracts/id.js";
import { deletePatch } from "./lifecycle/cancel-patch.js";
import { damagedPatch } from "./lifecycle/damaged-patch.js";
import { endedPatch } from "./lifecycle/ended-patch.js";
import { lacksWorker, workerMissingPatch } from "./lifecycle/worker-missing-patch.js";
import { enqueueJob } from "./ports/job-queue.js";
import type { ResolvedOptions } from "./ports/service-options.js";
import { sweepDiscarded } from "./files/sweep-discarded.js";
import { sweepTempFiles } from "./files/sweep-temp-files.js";

const PAGE = 100;
const AT_ONCE = 10;
/** A pass begins no further deletions of files after so many milliseconds of them. The next pass begins with the others. */
const SWEEPING_MS = 10_000;
/** The most records that a pass keeps in mind to delete their files. */
const MOST_SWEPT = 1_000;

/** Deletes files of a record that has been healed. */
type Sweep = () => Promise<void>;

/**
 * One pass of the reaper over all that is due: ended leases, lost queue entries, files to delete, exports whose
 * retention is over. It also deletes the temp files that dead processes of this machine left. Any number of reapers may
 * work at once. A record that cannot be healed is reported, and keeps no other from being healed. A damaged one that is
 * pending or running fails.
 *
 * Running exports come first, then pending ones; then the host hears what it has not heard yet. Files are deleted last, so that a storage
 * that hangs delays no export.
 *
 * @throws ExportError `STORE_FAILED` when the store does not say what is due.
 */
export async function reapExports(host: ResolvedOptions, signal?: AbortSignal): Promise<void> {
  await sweepTempFiles(host.tempDirectory);
  const sweeps: Sweep[] = [];
  for await (const records of dueRecords(host, signal)) {
    const healed = await Promise.all(records.map((record) => healOrReport(host, record)));
    sweeps.push(...healed.filter((sweep) => sweep !== null).slice(0, MOST_SWEPT - sweeps.length));
  }
  await host.notices.deliverDue(signal);
  await sweepInTime(sweeps, signal);
}

/** Begins anywhere: files that can never be deleted must not keep all others waiting. */
async function sweepInTime(sweeps: readonly Sweep[], signal: AbortSignal | undefined): Promise<void> {
  const endsAt = performance.now() + SWEEPING_MS;
  const start = Math.floor(Math.random() * sweeps.length);
  for (const group of inGroups([...sweeps.slice(start), ...sweeps.slice(0, start)], AT_ONCE)) {
    signal?.throwIfAborted();
    await Promise.all(group.map((sweep) => sweep()));
    if (performance.now() >= endsAt) return;
  }
}

/**
 * Yields all due records once, in groups. Records that stay due, because they cannot be healed or their files come later, must not hide
 * those behind them: then more are read at once.
 */
async function* dueRecords(
  host: ResolvedOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ExportRecord[], void, undefined> {
  const seen = new Set<Id>();
  for (let limit = PAGE; ;) {
    const due = await host.store.due(limit);
    const fresh = due.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0 && due.length < limit) return;
    if (fresh.length === 0) limit *= 2;
    for (const records of inGroups(mostUrgentFirst(fresh), AT_ONCE)) {
      signal?.throwIfAborted();
      yield records;
    }
    for (const { id } of fresh) seen.add(id);
  }
}

/** Exports that users wait for come before files that only need deletion. */
function mostUrgentFirst(due: readonly ExportRecord[]): readonly ExportRecord[] {
  const urgency = ({ status }: ExportRecord) => (status === "running" ? 0 : status === "pending" ? 1 : 2);
  return [...due].sort((one, other) => urgency(one) - urgency(other));
}

function isLive({ status }: ExportRecord): boolean {
  return status === "pending" || status === "running";
}

function* inGroups<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Heals a record. Returns how to delete its files; null where there is nothing to delete, or healing has failed. */
async function healOrReport(host: ResolvedOptions, record: ExportRecord): Promise<Sweep | null> {
  try {
    host.reportDamage(record, "reap");
    const healed = await healExport(host, record);
    const when = isLive(record) ? "now" : "due";
    if (healed === null || (when === "now" && !healed.deleted && healed.discarded.length === 0)) return null;
    return () => sweepDiscarded(host, healed, when).catch((error: unknown) => host.report(error, record.id));
  } catch (error) {
    host.report(error, record.id);
    return null;
  }
}

/** Returns the record as it then is; null when another has changed it meanwhile. */
async function healExport(host: ResolvedOptions, record: ExportRecord): Promise<ExportRecord | null> {
  if (isLive(record) && isDamaged(record)) return await failDamaged(host, record);
  if (record.status === "pending") return await enqueueAgain(host, record);
  if (record.status === "running") return await takeOver(host, record);
  const expired = record.expiresAt !== null && record.dueAt !== null && record.dueAt >= record.expiresAt;
  if (!expired || record.deleted) return record;
  return await host.store.update(record.id, { version: record.version }, deletePatch(host, record));
}

/** The queue may have lost it; a delivery too many is harmless. */
async function enqueueAgain(host: ResolvedOptions, record: ExportRecord): Promise<ExportRecord | null> {
  const missing = lacksWorker(host, record) && !(await runsAny(host));
  const patch = { ...(missing ? workerMissingPatch(record) : {}), dueInMs: host.enqueueGraceMs };
  const renewed = await host.store.update(record.id, { version: record.version }, patch);
  if (renewed !== null && missing) host.report(new ExportError("WORKER_MISSING"), record.id);
  if (renewed !== null) await enqueueJob(host, renewed);
  return renewed;
}

/** Whether some export runs: then there is a worker, which has not come to the others yet. */
async function runsAny({ store }: ResolvedOptions): Promise<boolean> {
  return ((await store.stats?.())?.running ?? 0) > 0;
}

/** Its worker has not been heard of for a lease. */
async function takeOver(host: ResolvedOptions, record: ExportRecord): Promise<ExportRecord | null> {
  const { stages } = record.job.progress;
  const stage = stages.find(({ status }) => status === "STARTED")?.key ?? null;
  const end = { error: new ExportError("WORKER_LOST"), stage, progress: record.job.progress };
  const settled = await host.store.update(record.id, { version: record.version }, endedPatch(host, record, end));
  if (settled !== null) tellEnd(host, record, settled);
  if (settled?.status === "pending") await enqueueJob(host, settled, host.retries.delayMs(settled.job.attempts));
  return settled;
}

/** The host's reporter hears how the stage ended whose worker cannot say so any more. */
function tellEnd(
  { progress }: ResolvedOptions,
  { id, job: { progress: before } }: ExportRecord,
  { job }: ExportRecord,
): void {
  const stage = before.stages.find(({ status }) => status === "STARTED" || status === "CREATED");
  if (stage !== undefined) void quietly(() => progress?.updateStage(job.id ?? id, { ...stage, status: job.state }));
}

/** Ends a pending or running export whose record is damaged, and deletes the files that the record still names. */
export async function settleDamaged(host: ResolvedOptions, record: ExportRecord): Promise<void> {
  const settled = await failDamaged(host, record);
  if (settled !== null) await sweepDiscarded(host, settled, "now");
}

async function failDamaged(host: ResolvedOptions, record: ExportRecord): Promise<ExportRecord | null> {
  const settled = await host.store.update(record.id, { version: record.version }, damagedPatch(host, record));
  if (settled !== null && record.status === "running") tellEnd(host, record, settled);
  return settled;
}
