import type { ExportRecord } from "../../contracts/export-record.js";
import type { StoreStats } from "../../contracts/export-store.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** The number of exports in each state, for monitoring. Deleted ones do not count. */
export interface ServiceStats extends Pick<StoreStats, "pending" | "running" | "failures"> {
  /** The age of the oldest pending export, in milliseconds; null when none is pending. */
  readonly oldestPendingMs: number | null;
}

/** Counts exports. A store without `stats` is read by lists, as far as its newest 10,000 exports. @throws ExportError `STORE_FAILED`. */
export async function serviceStats({ store }: Pick<ResolvedOptions, "store">): Promise<ServiceStats> {
  const { now, pending, running, oldestPendingAt, failures } = (await store.stats?.()) ?? (await readStats(store));
  const oldestPendingMs = oldestPendingAt === null ? null : Math.max(0, Date.parse(now) - Date.parse(oldestPendingAt));
  return { pending, running, oldestPendingMs, failures };
}

const PAGE = 1_000;
const MOST_READ = 10_000;

async function readStats(store: ResolvedOptions["store"]): Promise<StoreStats> {
  const records: ExportRecord[] = [];
  for (let offset = 0; offset < MOST_READ; offset += PAGE) {
    const page = await store.list({ orderBy: "createdAt", direction: "desc", limit: PAGE, offset });
    records.push(...page.records);
    if (page.records.length < PAGE) break;
  }
  const pending = records.filter(({ status }) => status === "pending");
  return {
    now: new Date().toISOString(),
    pending: pending.length,
    running: records.filter(({ status }) => status === "running").length,
    oldestPendingAt: pending.at(-1)?.createdAt ?? null,
    failures: countFailures(records.flatMap(({ status, error }) => (status === "failed" && error ? [error.code] : []))),
  };
}

function countFailures(codes: readonly string[]): StoreStats["failures"] {
  const failures: Record<string, number> = {};
  for (const code of codes) failures[code] = (failures[code] ?? 0) + 1;
  return failures;
}
