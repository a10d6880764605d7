import type { ExportStore } from "../../contracts/export-store.js";
import { callInTime } from "./call-in-time.js";

/** The host's store with every error wrapped as `STORE_FAILED`, once; so is a call that has not answered after `answerMs`. */
export function guardStore(store: ExportStore, answerMs: number): ExportStore {
  const call = <T>(use: () => Promise<T>): Promise<T> => callInTime("STORE_FAILED", use, answerMs);
  return {
    create: (facts, options) => call(() => store.create(facts, options)),
    get: (id) => call(() => store.get(id)),
    list: (options) => call(() => store.list(options)),
    update: (id, guard, patch) => call(() => store.update(id, guard, patch)),
    claim: (id, token, leaseMs) => call(() => store.claim(id, token, leaseMs)),
    renew: (id, token, renewal) => call(() => store.renew(id, token, renewal)),
    due: (limit) => call(() => store.due(limit)),
    remove: (id, guard) => call(() => store.remove(id, guard)),
  };
}
