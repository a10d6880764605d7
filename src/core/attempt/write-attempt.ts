import { setTimeout as delay } from "node:timers/promises";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import { isDamaged } from "../../contracts/export-record.js";
import type { ResolvedOptions } from "../ports/service-options.js";

const RETRY_MS = 250;

/** The attempt that writes, and its change, made from the record as it stands. */
export interface AttemptWrite {
  readonly exportId: Id;
  readonly token: string;
  readonly patch: (current: ExportRecord) => ExportPatch;
}

/**
 * Writes once for an attempt, fenced. Returns null and writes nothing when another attempt has the export, when it has
 * ended, or when its record is damaged. A store that fails is asked again for as long as a lease lasts, unless it says
 * that a retry is useless.
 *
 * @throws ExportError `STORE_FAILED` when the store does not recover or refuses for good; whether the write took place is then unknown.
 */
export async function writeAttempt(
  host: Pick<ResolvedOptions, "store" | "leaseMs">,
  write: AttemptWrite,
): Promise<ExportRecord | null> {
  const givesUpAt = performance.now() + host.leaseMs;
  for (;;) {
    try {
      const outcome = await tryWrite(host, write);
      if (outcome !== "conflict") return outcome;
    } catch (error) {
      const passing = ExportError.is(error) && error.code === "STORE_FAILED" && error.retryable;
      if (!passing || performance.now() >= givesUpAt) throw error;
      await delay(RETRY_MS);
    }
  }
}

async function tryWrite(
  { store }: Pick<ResolvedOptions, "store">,
  write: AttemptWrite,
): Promise<ExportRecord | null | "conflict"> {
  const current = await store.get(write.exportId);
  if (current === null || isDamaged(current) || current.job.token !== write.token) return null;
  return (await store.update(current.id, { version: current.version }, write.patch(current))) ?? "conflict";
}
