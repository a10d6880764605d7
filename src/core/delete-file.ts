import type { ServiceParts } from "./service-parts.js";
import { within } from "./within.js";

const DELETE_MS = 15_000;

/** Deletes a stored file; false when the storage fails, which is reported, or is too slow to wait for. */
export async function deleteFile(parts: Pick<ServiceParts, "storage" | "report">, key: string): Promise<boolean> {
  try {
    return await within(parts.storage.delete(key).then(() => true), DELETE_MS, false);
  } catch (error) {
    parts.report(error, null);
    return false;
  }
}
