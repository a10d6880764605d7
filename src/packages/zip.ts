import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { ZipArchive } from "archiver";

/** A file of a zip. */
export interface ZipEntry {
  readonly name: string;
  /** Read once, when those of the entries before it have ended. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

// Measured on 8.7 MB of occurrence.txt. Level 1 gives 16.5% in 70 ms, 6 gives 14.9% in 120 ms, 9 gives 14.0% in 380 ms.
const LEVEL = 6;
// The first moment that a zip can name: the same rows make the same bytes on any day.
const DATE = new Date(Date.UTC(1980, 0, 1));

/**
 * A zip of the entries, in their order, as they are read (deflated, zip64 where a size asks for it). What an entry's iteration throws
 * is thrown here; however this iteration ends, those of the entries have ended before it.
 */
export async function* zip(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { ZipArchive } = await import("archiver");
  const archive = new ZipArchive({ zlib: { level: LEVEL } });
  // What ends the archive reaches the loop below; archiver may emit it once more when nobody listens.
  archive.on("error", () => undefined);
  const stop = new AbortController();
  const filled = fill(archive, entries, stop.signal).catch((error: unknown) => void archive.destroy(toError(error)));
  try {
    yield* archive;
  } finally {
    stop.abort();
    archive.abort().destroy();
    await filled;
  }
}

/**
 * One entry at a time: archiver begins to read a stream as soon as it is appended, and of a stream's error makes an uncaught one.
 */
async function fill(
  archive: ZipArchive,
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
  signal: AbortSignal,
): Promise<void> {
  for await (const { name, chunks } of entries) {
    const body = new PassThrough();
    archive.append(body, { name, date: DATE, mode: 0o644 });
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      if (!body.write(chunk)) await once(body, "drain", { signal });
    }
    body.end();
  }
  // Its promise would never settle for an archive that is destroyed.
  archive.finalize().catch(() => undefined);
}

/** A stream that is destroyed with anything else would merely close. */
function toError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new TypeError("An entry's iteration threw a value that is not an Error.", { cause: thrown });
}
