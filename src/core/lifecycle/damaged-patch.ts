import { ExportError } from "../../contracts/export-error.js";
import { isDamaged, type ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import { discardFiles, dueAfterEndMs, NO_FILE } from "./discarded-files.js";
import { asFailure, type RetryRules } from "./ended-patch.js";

/** Ends a damaged export as failed. An attempt that still runs loses its token, and publishes nothing. */
export function damagedPatch(host: RetryRules, current: ExportRecord): ExportPatch {
  const discarded = discardFiles(current);
  return {
    ...NO_FILE,
    status: "failed",
    error: asFailure(new ExportError("STORE_RECORD_DAMAGED"), null),
    discarded,
    job: { state: "FAILURE", token: null, cancelRequested: false },
    finishedAt: "now",
    dueInMs: current.deleted ? 0 : dueAfterEndMs(host, discarded),
  };
}

/** Returns the record as users see it. One that is damaged has failed with `STORE_RECORD_DAMAGED`, and has no file. */
export function showDamage(record: ExportRecord): ExportRecord {
  if (!isDamaged(record)) return record;
  const error = asFailure(new ExportError("STORE_RECORD_DAMAGED"), null);
  return { ...record, ...NO_FILE, status: "failed", error, job: { ...record.job, state: "FAILURE" } };
}
