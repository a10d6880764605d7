import { setTimeout as delay } from "node:timers/promises";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportPatch } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { ServiceParts } from "../service-parts.js";

const RETRY_MS = 250;

/** Which attempt writes, and what, given the record as it stands. */
export interface AttemptWrite {
  readonly exportId: Id;
  readonly token: string;
  readonly patch: (current: ExportRecord) => ExportPatch;
}

/**
 * One write of an attempt, fenced: null, with nothing written, once another attempt has the export or it has ended. A store that fails
 * is asked again for as long as a lease lasts, unless it says that this mends nothing.
 *
 * @throws ExportError `STORE_FAILED` when the store stays away or refuses for good; whether the write took place is then not known.
 */
export async function writeAttempt(parts: Pick<ServiceParts, "store" | "leaseMs">, write: AttemptWrite): Promise<ExportRecord | null> {
  const givesUpAt = performance.now() + parts.leaseMs;
  for (;;) {
    try {
      const outcome = await tryWrite(parts, write);
      if (outcome !== "conflict") return outcome;
    } catch (error) {
      const passing = ExportError.is(error) && error.code === "STORE_FAILED" && error.retryable;
      if (!passing || performance.now() >= givesUpAt) throw error;
      await delay(RETRY_MS);
    }
  }
}

async function tryWrite({ store }: Pick<ServiceParts, "store">, write: AttemptWrite): Promise<ExportRecord | null | "conflict"> {
  const current = await store.get(write.exportId);
  if (current === null || current.job.token !== write.token) return null;
  return (await store.update(current.id, { version: current.version }, write.patch(current))) ?? "conflict";
}
