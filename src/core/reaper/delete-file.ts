import { callInTime } from "../ports/call-in-time.js";
import type { ServiceParts } from "../service-parts.js";

const DELETE_MS = 15_000;

/** Deletes a stored file; false when the storage fails or is too slow to wait for, which is reported. */
export async function deleteFile(parts: Pick<ServiceParts, "storage" | "report">, key: string): Promise<boolean> {
  try {
    await callInTime("STORAGE_FAILED", () => parts.storage.delete(key), DELETE_MS);
    return true;
  } catch (error) {
    parts.report(error, null);
    return false;
  }
}
