import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch, ExportTimes } from "../../contracts/export-store.js";

/** A record with a patch written into it at `now` (milliseconds since 1970): one version later. */
export function patchRecord(record: ExportRecord, patch: ExportPatch, now: number): ExportRecord {
  const { dueInMs, expiresInMs, startedAt, finishedAt, job, notice: _notice, ...members } = patch;
  return {
    ...record,
    ...members,
    job: { ...record.job, ...job },
    id: record.id,
    version: record.version + 1,
    createdAt: record.createdAt,
    updatedAt: new Date(now).toISOString(),
    ...patchTimes(record, { dueInMs, expiresInMs, startedAt, finishedAt }, now),
  };
}

type Times = Pick<ExportRecord, "startedAt" | "finishedAt" | "expiresAt" | "dueAt">;
/** As taken out of a patch, where what is left out is undefined. */
type TimesPatch = { readonly [Name in keyof ExportTimes]: ExportTimes[Name] | undefined };

function patchTimes(before: Times, { dueInMs, expiresInMs, startedAt, finishedAt }: TimesPatch, now: number): Times {
  const time = (ms: number | null) => (ms === null ? null : new Date(now + ms).toISOString());
  const stamp = (change: "now" | null) => time(change === null ? null : 0);
  const expiresAt = expiresInMs === undefined ? before.expiresAt : time(expiresInMs);
  return {
    startedAt: startedAt === undefined ? before.startedAt : stamp(startedAt),
    finishedAt: finishedAt === undefined ? before.finishedAt : stamp(finishedAt),
    expiresAt,
    dueAt: dueInMs === undefined ? before.dueAt : earlier(time(dueInMs), expiresAt),
  };
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
