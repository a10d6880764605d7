import { setTimeout as delay } from "node:timers/promises";
import type { ExportRecord, ExportService, ExportUser, Id } from "vasculum";

/** Asks for an export, as a client polls it, until it has ended. */
export async function waitForEnd(exports: ExportService, id: Id, user: ExportUser): Promise<ExportRecord> {
  for (;;) {
    const record = await exports.get(id, { user });
    if (record.status !== "pending" && record.status !== "running") return record;
    await delay(50);
  }
}
