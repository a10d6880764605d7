import { pipeline, Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import type { ArchiveFile } from "./archive-file.js";
import type { ZipEntryAttributes } from "./zip-entry.js";

const CHUNK = 256 * 1024;

/** Thrown where an entry's bytes are not those that the directory promises. */
export class DamagedEntry extends TypeError {
  readonly file: string;

  constructor(file: string) {
    super("An entry of the archive is damaged.");
    this.file = file;
  }
}

/** A listener that receives the number of compressed bytes of every piece that was read. */
export type OnBytes = (bytes: number) => void;

/**
 * The unpacked bytes of an entry, never more than its directory promises.
 *
 * @throws DamagedEntry when they cannot be unpacked, or are not of the size and checksum promised; then some of them were given.
 */
export async function* readEntry(
  file: ArchiveFile,
  entry: ZipEntryAttributes,
  onBytes?: OnBytes,
): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  let crc = 0;
  for await (const chunk of unpacked(file, entry, onBytes)) {
    size += chunk.length;
    crc = crc32(chunk, crc);
    if (size > entry.inflated) break;
    yield chunk;
  }
  if (size !== entry.inflated || crc !== entry.crc) throw new DamagedEntry(entry.name);
}

async function* unpacked(
  file: ArchiveFile,
  entry: ZipEntryAttributes,
  onBytes?: OnBytes,
): AsyncGenerator<Buffer, void, undefined> {
  const raw = compressedBytes(file, entry, onBytes);
  if (entry.method === "stored") return yield* raw;
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  const source = Readable.from(raw, { objectMode: false, highWaterMark: CHUNK });
  // Its errors reach the iteration below.
  pipeline(source, inflate, () => undefined);
  try {
    yield* inflate;
  } catch (error) {
    throw isZlibError(error) ? new DamagedEntry(entry.name) : error;
  }
}

async function* compressedBytes(
  file: ArchiveFile,
  { name, from, compressed }: ZipEntryAttributes,
  onBytes?: OnBytes,
): AsyncGenerator<Buffer, void, undefined> {
  for (let done = 0; done < compressed;) {
    const bytes = await file.read(from + done, Math.min(CHUNK, compressed - done));
    if (bytes.length === 0) throw new DamagedEntry(name);
    done += bytes.length;
    onBytes?.(bytes.length);
    yield bytes;
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}
