import { ExportError } from "../../contracts/export-error.js";
import type { ExportStore } from "../../contracts/export-store.js";
import { lastingFault } from "../../databases/lasting-fault.js";

/**
 * The store, with what no retry mends as ExportError `STORE_FAILED`, not retryable, which says in a sentence what the host has to
 * mend. Every other error stays the driver's own.
 */
export function explainFaults(store: ExportStore): ExportStore {
  return {
    create: (facts, options) => explained(() => store.create(facts, options)),
    get: (id) => explained(() => store.get(id)),
    list: (options) => explained(() => store.list(options)),
    update: (id, guard, patch) => explained(() => store.update(id, guard, patch)),
    claim: (id, token, leaseMs) => explained(() => store.claim(id, token, leaseMs)),
    renew: (id, token, renewal) => explained(() => store.renew(id, token, renewal)),
    due: (limit) => explained(() => store.due(limit)),
    remove: (id, guard) => explained(() => store.remove(id, guard)),
  };
}

async function explained<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    const fault = lastingFault(error);
    throw fault === null ? error : new ExportError("STORE_FAILED", { message: fault, retryable: false, cause: error });
  }
}
