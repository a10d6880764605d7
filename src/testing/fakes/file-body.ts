import { createHash } from "node:crypto";
import type { ByteRange, FileBody } from "../../contracts/storage-adapter.js";

const CHUNK = 64 * 1024;

/**
 * A body of these bytes, as core would hand it to a storage.
 *
 * @example
 * ```ts
 * const storage = createMemoryStorage();
 * const body = createFileBody("night,moths\r\n");
 * await storage.put("exports/1/nights.csv", body, { contentType: "text/csv", signal });
 * ```
 */
export function createFileBody(content: string | Uint8Array): FileBody {
  const bytes = Buffer.from(content);
  return {
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    async *stream({ start, end = bytes.length - 1 }: ByteRange = { start: 0 }) {
      for (let offset = start; offset <= end; offset += CHUNK)
        yield bytes.subarray(offset, Math.min(offset + CHUNK, end + 1));
    },
  };
}

/** A body that gives its first chunk and then waits until it is released, as a file on a stalled disk does. */
export interface StalledBody extends FileBody {
  /** Settles when the first chunk has been taken and another is asked for. */
  readonly stalled: Promise<void>;
  /** Lets the second half follow. */
  release(): void;
}

/**
 * Stalls behind the first half of these bytes.
 *
 * @example
 * ```ts
 * const stopping = new AbortController();
 * const body = createStalledBody("night,moths\r\n");
 * const upload = storage.put("exports/2/nights.csv", body, { contentType: "text/csv", signal: stopping.signal });
 * await body.stalled;
 * stopping.abort();
 * await assert.rejects(upload);
 * assert.equal(await storage.stat("exports/2/nights.csv"), null);
 * ```
 */
export function createStalledBody(content: string | Uint8Array): StalledBody {
  const body = createFileBody(content);
  const half = Math.ceil(body.size / 2);
  const [stalled, reached] = signal();
  const [released, release] = signal();
  return {
    ...body,
    stalled,
    release,
    async *stream() {
      yield* body.stream({ start: 0, end: half - 1 });
      reached();
      await released;
      yield* body.stream({ start: half });
    },
  };
}

/** Says one size and gives another: too few bytes for a positive `missing`, too many for a negative one. */
export function createLyingBody(content: string, missing: number): FileBody {
  const body = createFileBody(content);
  return { ...body, size: body.size + missing };
}

/** Throws this error behind its first half. */
export function createFailingBody(content: string, error: Error): FileBody {
  const body = createFileBody(content);
  return {
    ...body,
    async *stream() {
      yield* body.stream({ start: 0, end: Math.ceil(body.size / 2) - 1 });
      throw error;
    },
  };
}

function signal(): readonly [Promise<void>, () => void] {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return [settled, settle];
}
