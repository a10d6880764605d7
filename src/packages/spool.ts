import type { ExportRun } from "../contracts/exporter.js";
import { ExportError } from "../contracts/export-error.js";
import { ReadBuffers, readTempFile, writeTempFile } from "../core/files/temp-file.js";

/**
 * The number of chunks of a spool that may be in use at once. Between a reader and the deflating of a zip there are two streams, each of which
 * holds two chunks at most.
 */
export const CHUNKS_HELD = 16;

/** A place where an archive keeps what cannot be zipped yet. */
export interface Spool {
  /** Keeps the chunks under a name; settles when all are kept. */
  write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Reads what was kept. Does nothing before the iteration begins. Once 16 more chunks were asked for, of this or the next reading, a chunk may lose its bytes. */
  read(name: string): AsyncIterable<Uint8Array>;
}

/**
 * A spool in the attempt's temp files, which core deletes when the attempt ends. `tempFile` creates an empty file and returns its path.
 *
 * @param options - `bufferBytes`: the bytes of each file that wait in memory; by default 256 KiB.
 * @example const spool = createTempFileSpool({ tempFile, signal });
 */
export function createTempFileSpool(
  run: Pick<ExportRun, "tempFile" | "signal">,
  { bufferBytes }: { readonly bufferBytes?: number } = {},
): Spool {
  const paths = new Map<string, string>();
  // Of readings that have ended: memory of its own for each reading would be given back late.
  const idle: ReadBuffers[] = [];
  return {
    async write(name, chunks) {
      const path = await run.tempFile(name);
      paths.set(name, path);
      await writeTempFile(path, chunks, { signal: run.signal, bufferBytes });
    },
    async *read(name) {
      const path = paths.get(name);
      if (path === undefined) throw new ExportError("TEMP_FILE_FAILED");
      const buffers = idle.pop() ?? new ReadBuffers(CHUNKS_HELD);
      try {
        yield* readTempFile(path, { buffers });
      } finally {
        idle.push(buffers);
      }
    },
  };
}

/** A spool in memory that keeps what is under one name and forgets the rest, for an archive that nobody keeps. */
export function createForgetfulSpool(kept: string): Spool {
  const chunks: Uint8Array[] = [];
  return {
    async write(name, given) {
      for await (const chunk of given) if (name === kept) chunks.push(chunk);
    },
    async *read(name) {
      if (name === kept) yield* chunks;
    },
  };
}
