import type { StorageAdapter } from "../../contracts/storage-adapter.js";
import { callPort } from "./call-port.js";
import { checkStorageKey } from "../storage-key.js";

/** The part of a {@link StorageAdapter} that core calls. */
export type CoreStorage = Pick<StorageAdapter, "put" | "open" | "delete" | "link">;

/** The host's storage with every key checked before it, and every error wrapped as `STORAGE_FAILED` behind it, once. */
export function guardStorage(storage: StorageAdapter): CoreStorage {
  const call = <T>(key: string, use: (key: string) => Promise<T>, signal?: AbortSignal) =>
    callPort("STORAGE_FAILED", () => use(checkStorageKey(key)), signal);
  const link = storage.link?.bind(storage);
  return {
    put: (key, body, options) => call(key, (checked) => storage.put(checked, body, options), options.signal),
    open: (key, options) => call(key, (checked) => storage.open(checked, options), options?.signal),
    delete: (key) => call(key, (checked) => storage.delete(checked)),
    ...(link === undefined ? {} : { link: (key, options) => call(key, (checked) => link(checked, options)) }),
  };
}
