import { byteSpan, ExportError, verifiedBytes, type StorageAdapter, type StoredFile } from "vasculum";

// #region storage
/** Stands for the client of some store: finished files, and uploads under way. */
export interface Shelf {
  readonly files: Map<string, { readonly bytes: Buffer; readonly sha256: string }>;
  readonly uploads: Set<{ readonly key: string }>;
}

export function createShelfStorage({ files, uploads }: Shelf): StorageAdapter {
  const factsOf = (key: string, size: number): StoredFile => ({ key, size, modifiedAt: null });
  return {
    async put(key, body, { signal }) {
      const upload = { key };
      uploads.add(upload);
      try {
        const chunks: Uint8Array[] = [];
        // Ends well only when size and hash are those announced, and rejects as soon as the signal aborts.
        for await (const chunk of verifiedBytes(body, signal)) chunks.push(Uint8Array.from(chunk));
        if (!uploads.has(upload))
          throw new ExportError("STORAGE_FAILED", { message: "The upload was deleted meanwhile." });
        const taken = files.get(key);
        if (taken !== undefined && taken.sha256 !== body.sha256) throw new ExportError("STORAGE_KEY_EXISTS");
        files.set(key, { bytes: Buffer.concat(chunks), sha256: body.sha256 });
      } finally {
        uploads.delete(upload);
      }
    },
    async open(key, { range, signal } = {}) {
      signal?.throwIfAborted();
      const file = files.get(key);
      if (file === undefined) throw new ExportError("STORAGE_FILE_MISSING");
      const { start, end } = byteSpan(file.bytes.length, range);
      return oneChunk(file.bytes.subarray(start, end));
    },
    async stat(key) {
      const file = files.get(key);
      return file === undefined ? null : factsOf(key, file.bytes.length);
    },
    async delete(key) {
      for (const upload of uploads) if (upload.key === key) uploads.delete(upload);
      files.delete(key);
    },
    async *list(prefix) {
      for (const [key, { bytes }] of [...files]) if (key.startsWith(prefix)) yield factsOf(key, bytes.length);
    },
  };
}

async function* oneChunk(bytes: Uint8Array) {
  if (bytes.length > 0) yield bytes;
}
// #endregion
