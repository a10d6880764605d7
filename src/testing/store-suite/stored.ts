import assert from "node:assert/strict";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { CreateOptions, NewExport, ExportOrdering, ExportStore } from "../../contracts/export-store.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import { createNewExport } from "../fakes/create-new-export.js";

/** Far enough away never to come during a test. */
export const HOUR = 3_600_000;

/** A record that has been created. */
export async function created(
  store: ExportStore,
  values: Partial<NewExport> = {},
  options: Partial<CreateOptions> = {},
): Promise<ExportRecord> {
  const result = await store.create(createNewExport(values), { dueInMs: HOUR, ...options });
  if (result.outcome !== "created") assert.fail(`The create came to "${result.outcome}".`);
  return result.record;
}

/** A record that the attempt `token` has claimed. */
export async function claimed(store: ExportStore, token: string, { leaseMs = HOUR } = {}): Promise<ExportRecord> {
  const { id } = await created(store);
  return present(await store.claim(id, token, leaseMs));
}

/** A value that must be there. */
export function present<T>(value: T | null): T {
  if (value === null) assert.fail("Null came where a record was expected.");
  return value;
}

/** Returns the record as it is kept now. */
export async function kept(store: ExportStore, { id }: Pick<ExportRecord, "id">): Promise<ExportRecord> {
  return present(await store.get(id));
}

/** The ids of a list of all records. */
export async function listIds(
  store: ExportStore,
  {
    orderBy = "id",
    direction = "asc",
  }: { readonly orderBy?: ExportOrdering; readonly direction?: "asc" | "desc" } = {},
): Promise<readonly ExportRecord["id"][]> {
  return (await store.list({ orderBy, direction, limit: 100, offset: 0 })).records.map(({ id }) => id);
}

/** Progress of a running job, this far. */
export function progressOf(progress: number): JobProgress {
  const stage = {
    key: "export",
    name: "Export",
    status: "STARTED",
    progress,
    params: [{ key: "n", name: "N", value: 12 }],
  } as const;
  return {
    summary: { status: "STARTED", progress: progress / 2 },
    stages: [stage],
    errors: [],
    logs: ["Réading Ωmega"],
  };
}

/** Milliseconds from one ISO time to another. */
export function msBetween(from: string | null, to: string | null): number {
  return Date.parse(to ?? "null") - Date.parse(from ?? "null");
}

// cspell:ignore Réading
