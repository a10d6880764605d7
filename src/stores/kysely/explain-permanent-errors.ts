import { aroundStore } from "../../contracts/around-store.js";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportStore } from "../../contracts/export-store.js";
import { permanentError } from "../../databases/permanent-error.js";

/**
 * Returns the store with its permanent errors as ExportError `STORE_FAILED`, not retryable: one sentence says what the host has to
 * repair. Every other error stays the driver's own.
 */
export function explainPermanentErrors(store: ExportStore): ExportStore {
  return aroundStore(store, explained);
}

async function explained<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    const message = permanentError(error);
    throw message === null ? error : new ExportError("STORE_FAILED", { message, retryable: false, cause: error });
  }
}
