import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { ScratchFile } from "./scratch-file.js";

/** The input of a reading: a path, the bytes of an archive, or an iteration over them such as a Node stream. */
export type ArchiveInput = string | Uint8Array | AsyncIterable<Uint8Array>;

/** The bytes of an archive, to be read anywhere. */
export interface ArchiveFile extends AsyncDisposable {
  readonly size: number;
  /** Reads up to `length` bytes; fewer at the end. */
  read(from: number, length: number): Promise<Buffer>;
}

/**
 * Opens an archive. A stream is written to a private temporary file first, since the directory of a zip stands at its end.
 *
 * @param limit - the most bytes that are taken from a stream; what follows is left unread.
 * @throws Node's own error when the path cannot be opened; what the iteration throws.
 */
export async function openArchiveFile(input: ArchiveInput, limit: number): Promise<ArchiveFile> {
  if (typeof input === "string") return await openPath(input);
  if (input instanceof Uint8Array) return openBytes(input);
  return await openStream(input, limit);
}

async function openPath(path: string): Promise<ArchiveFile> {
  const file = await open(path, "r");
  try {
    const stats = await file.stat();
    // Lets Node say in its own words that a directory cannot be read.
    if (!stats.isFile()) await file.read(Buffer.alloc(1), 0, 1);
    return new PathFile(file, stats.size);
  } catch (error) {
    await file.close();
    throw error;
  }
}

class PathFile implements ArchiveFile {
  readonly #file: FileHandle;

  constructor(
    file: FileHandle,
    readonly size: number,
  ) {
    this.#file = file;
  }

  async read(from: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - from)));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, done, bytes.length - done, from + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

function openBytes(bytes: Uint8Array): ArchiveFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: async (from, length) => buffer.subarray(from, from + length),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function openStream(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<ArchiveFile> {
  const scratch = new ScratchFile();
  try {
    for await (const chunk of chunks) {
      scratch.append(chunk);
      if (scratch.size > limit) break;
    }
  } catch (error) {
    scratch[Symbol.dispose]();
    throw error;
  }
  return {
    size: scratch.size,
    read: async (from, length) => scratch.read(from, Math.max(0, Math.min(length, scratch.size - from))),
    [Symbol.asyncDispose]: async () => scratch[Symbol.dispose](),
  };
}
