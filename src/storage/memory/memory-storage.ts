import { ExportError } from "../../contracts/export-error.js";
import type {
  FileBody,
  OpenFileOptions,
  PutOptions,
  StorageAdapter,
  StoredFile,
} from "../../contracts/storage-adapter.js";
import { byteSpan, type ByteSpan } from "../byte-span.js";
import { verifiedBytes } from "../verified-bytes.js";

const CHUNK = 64 * 1024;

/** The options of a memory storage. */
export interface MemoryStorageOptions {
  /** The clock of `modifiedAt`; by default the system's. */
  readonly clock?: {
    /** In milliseconds since 1970. */
    now(): number;
  };
}

/**
 * Keeps files in this process's memory: for tests and trials. It refuses what a real storage refuses: a taken key, a body
 * other than announced, an upload whose key was deleted meanwhile (`STORAGE_FAILED`).
 *
 * @example
 * ```ts
 * const exports = new ExportService({
 *   registry,
 *   store: createMemoryStore(), // where web and workers are processes of their own: createKyselyStore
 *   storage: createMemoryStorage(),
 *   runner: createBullMqRunner({ queue, createWorker: () => new Worker("exports", null, { connection }) }),
 *   authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
 * });
 * ```
 */
export function createMemoryStorage({ clock = Date }: MemoryStorageOptions = {}): StorageAdapter {
  return new MemoryStorage(clock);
}

interface MemoryFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly modifiedAt: string;
}

class MemoryStorage implements StorageAdapter {
  readonly #clock: { now(): number };
  readonly #files = new Map<string, MemoryFile>();
  readonly #uploads = new Set<{ readonly key: string }>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  async put(key: string, body: FileBody, { signal }: PutOptions): Promise<void> {
    const upload = { key };
    this.#uploads.add(upload);
    try {
      const bytes = await collect(body, signal);
      if (!this.#uploads.has(upload))
        throw new ExportError("STORAGE_FAILED", { message: "The upload was deleted meanwhile." });
      this.#publish(key, { bytes, sha256: body.sha256, modifiedAt: new Date(this.#clock.now()).toISOString() });
    } finally {
      this.#uploads.delete(upload);
    }
  }

  async open(key: string, { range, signal }: OpenFileOptions = {}): Promise<AsyncIterable<Uint8Array>> {
    signal?.throwIfAborted();
    const file = this.#files.get(key);
    if (file === undefined) throw new ExportError("STORAGE_FILE_MISSING");
    return slices(file.bytes, byteSpan(file.bytes.byteLength, range), signal);
  }

  async stat(key: string): Promise<StoredFile | null> {
    const file = this.#files.get(key);
    return file === undefined ? null : storedFile(key, file);
  }

  async delete(key: string): Promise<void> {
    for (const upload of this.#uploads) if (upload.key === key) this.#uploads.delete(upload);
    this.#files.delete(key);
  }

  async *list(prefix: string): AsyncGenerator<StoredFile, void, undefined> {
    for (const [key, file] of [...this.#files]) if (key.startsWith(prefix)) yield storedFile(key, file);
  }

  #publish(key: string, file: MemoryFile): void {
    const existing = this.#files.get(key);
    if (existing === undefined) this.#files.set(key, file);
    else if (existing.sha256 !== file.sha256) throw new ExportError("STORAGE_KEY_EXISTS");
  }
}

/** Copied as they come: the body uses one buffer again and again. */
async function collect(body: FileBody, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = new Uint8Array(body.size);
  let offset = 0;
  for await (const chunk of verifiedBytes(body, signal, { memory: "reused" })) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

async function* slices(
  bytes: Uint8Array,
  { start, end }: ByteSpan,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let offset = start; offset < end; offset += CHUNK) {
    signal?.throwIfAborted();
    yield bytes.slice(offset, Math.min(offset + CHUNK, end));
  }
}

function storedFile(key: string, { bytes, modifiedAt }: MemoryFile): StoredFile {
  return Object.freeze({ key, size: bytes.byteLength, modifiedAt });
}
