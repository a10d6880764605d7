/** A range of bytes, both ends included, as in RFC 9110 §14.1.2; `end` beyond the file means its last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/** A finished file, to be stored. Its bytes may be read any number of times. */
export interface FileBody {
  /** In bytes. */
  readonly size: number;
  /** Of all bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  /**
   * Present where `stream()` of all bytes fails, before it gives the last chunk, unless they are those of `sha256`. The body of an export hides it
   * from a spread: a copy may have other bytes.
   */
  readonly isVerified?: true;
  /**
   * The bytes, or a range of them, from the start at every call.
   *
   * @param options.memory - `"reused"`: a chunk may lose its bytes when the next one is asked for. By default each has memory of its own, which
   * the collector gives back late.
   */
  stream(range?: ByteRange, options?: { readonly memory?: "reused" | undefined }): AsyncIterable<Uint8Array>;
}

/** The facts that a file is stored with. */
export interface PutOptions {
  /** A media type, as in RFC 6838. */
  readonly contentType: string;
  readonly signal: AbortSignal;
}

/** The facts that a storage knows of a file. */
export interface StoredFile {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** ISO 8601 with offset, or null where the storage keeps no time. */
  readonly modifiedAt: string | null;
}

/** The way in which a signed link presents the file. */
export interface LinkOptions {
  /** The time that the link works, in seconds: 1 to 300. */
  readonly expiresInSeconds: number;
  /** The name under which a browser saves the file. */
  readonly filename: string;
  readonly contentType: string;
}

/** The options that open a stored file. */
export interface OpenFileOptions {
  readonly range?: ByteRange;
  readonly signal?: AbortSignal;
}

/**
 * A place that keeps exported files. Core checks keys before any call, gives every attempt a key of its own, and never
 * writes a key twice.
 */
export interface StorageAdapter {
  /**
   * Stores the file whole or not at all. A key that already holds the same bytes is a success; one that holds others is
   * refused with `STORAGE_KEY_EXISTS` where the storage can tell. Rejects soon after `signal` aborts.
   */
  put(key: string, body: FileBody, options: PutOptions): Promise<void>;
  /**
   * The bytes of a file, or of a range of it. Errors come before the first byte.
   *
   * @throws ExportError `STORAGE_FILE_MISSING`; `RANGE_NOT_SATISFIABLE` for a range that begins beyond the file.
   */
  open(key: string, options?: OpenFileOptions): Promise<AsyncIterable<Uint8Array>>;
  /** The facts of a file, or null when there is none. */
  stat(key: string): Promise<StoredFile | null>;
  /**
   * Deletes the file, and whatever unfinished upload the key has. A missing file is a success; so is a key that the storage
   * cannot have.
   */
  delete(key: string): Promise<void>;
  /** Every file whose key begins with the prefix, in any order. */
  list(prefix: string): AsyncIterable<StoredFile>;
  /** A signed address that serves the file without asking anybody. Absent where the storage has none. */
  link?(key: string, options: LinkOptions): Promise<string>;
}
