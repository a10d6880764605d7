import { setTimeout as delay } from "node:timers/promises";
import type { FileBody, StorageAdapter } from "../../contracts/storage-adapter.js";

/** The options of a slow storage. */
export interface SlowStorageOptions {
  /** The wait before it takes each chunk of a file, in milliseconds. */
  readonly waitMs: number;
}

/**
 * A storage that takes its time over what it is given, to see what waits for it and what must not. An abort ends the wait.
 *
 * @example const storage = createSlowStorage(createMemoryStorage(), { waitMs: 60_000 });
 */
export function createSlowStorage(storage: StorageAdapter, { waitMs }: SlowStorageOptions): StorageAdapter {
  const slow = (body: FileBody, signal: AbortSignal): FileBody => ({
    size: body.size,
    sha256: body.sha256,
    async *stream(range) {
      for await (const chunk of body.stream(range)) {
        await delay(waitMs, undefined, { signal });
        yield chunk;
      }
    },
  });
  const link = storage.link?.bind(storage);
  return {
    put: (key, body, options) => storage.put(key, slow(body, options.signal), options),
    open: (key, options) => storage.open(key, options),
    stat: (key) => storage.stat(key),
    delete: (key) => storage.delete(key),
    list: (prefix) => storage.list(prefix),
    ...(link === undefined ? {} : { link }),
  };
}
