import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { ExportError } from "../../contracts/export-error.js";
import type { ByteRange, FileBody } from "../../contracts/storage-adapter.js";
import { readAhead } from "../../async/read-ahead.js";
import { tempFileError } from "./temp-file-error.js";

const CHUNK = 256 * 1024;

/** A finished temp file, held open, counted and hashed. What is uploaded is what was hashed, or the upload fails. */
export interface FinishedFile extends FileBody, AsyncDisposable {}

/**
 * Opens a finished temp file, counts and hashes it.
 *
 * @throws ExportError `TEMP_FILE_FAILED` when it is gone, a link, or cannot be read.
 */
export async function openFinishedFile(path: string, signal: AbortSignal): Promise<FinishedFile> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(failed);
  try {
    const facts = await file.stat().catch(failed);
    if (!facts.isFile() || facts.nlink !== 1) throw new ExportError("TEMP_FILE_CHANGED");
    // Nobody keeps a chunk.
    const sha256 = await hash(readRange(file, { start: 0, end: facts.size - 1 }, twoMemories()), signal);
    return new HashedFile(file, facts.size, sha256);
  } catch (error) {
    await file.close();
    throw error;
  }
}

class HashedFile implements FinishedFile {
  readonly isVerified = true;
  readonly #file: FileHandle;

  constructor(
    file: FileHandle,
    readonly size: number,
    readonly sha256: string,
  ) {
    this.#file = file;
  }

  async *stream(
    range: ByteRange = { start: 0 },
    { memory }: Parameters<FileBody["stream"]>[1] = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const end = Math.min(range.end ?? this.size - 1, this.size - 1);
    const whole = range.start === 0 && end === this.size - 1;
    const digest = createHash("sha256");
    let left = end - range.start + 1;
    for await (const chunk of readRange(this.#file, { start: range.start, end }, memory && twoMemories())) {
      left -= chunk.length;
      if (whole) digest.update(chunk);
      if (left === 0 && whole && digest.digest("hex") !== this.sha256) throw new ExportError("TEMP_FILE_CHANGED");
      yield chunk;
    }
    if (left > 0) throw new ExportError("TEMP_FILE_CHANGED");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}

const ownMemory = () => Buffer.allocUnsafe(CHUNK);

/** Two pieces of memory that take turns: one is read into while a consumer has the other. */
function twoMemories(): typeof ownMemory {
  let [next, other] = [ownMemory(), ownMemory()];
  return () => {
    [next, other] = [other, next];
    return next;
  };
}

/** The next chunk is read while the consumer hashes or writes the last one. */
function readRange(
  file: FileHandle,
  range: Required<ByteRange>,
  memory = ownMemory,
): AsyncGenerator<Uint8Array, void, undefined> {
  return readAhead(chunksOf(file, range, memory));
}

async function* chunksOf(
  file: FileHandle,
  { start, end }: Required<ByteRange>,
  memory: typeof ownMemory,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = start; position <= end;) {
    const length = Math.min(CHUNK, end - position + 1);
    const { bytesRead, buffer } = await file.read(memory(), 0, length, position).catch(failed);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function hash(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    digest.update(chunk);
  }
  return digest.digest("hex");
}

function failed(error: unknown): never {
  throw tempFileError(error);
}
