import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ExportError } from "../../contracts/export-error.js";
import { untilAborted } from "../../async/until-aborted.js";
import { tempFileError } from "./temp-file-error.js";

const READ_CHUNK = 256 * 1024;
/** The bytes that are written at once, by default. Each call of the system takes as long as the encoding of some rows. */
const WRITE_CHUNK = 256 * 1024;

/** The options of a write of a temp file. */
export interface WriteTempFileOptions {
  /** Its abort ends the writing, and soon closes the file. */
  readonly signal: AbortSignal;
  /** The largest size of the file, in bytes. */
  readonly maxBytes?: number | undefined;
  /** The bytes that are written at once, and wait in memory until then; by default 256 KiB. */
  readonly bufferBytes?: number | undefined;
}

/**
 * Writes chunks, in order, over a temp file that exists.
 *
 * @throws ExportError `TEMP_FILE_FAILED` when the disk is full or the file is gone; `BYTE_LIMIT` before the first byte too many is
 * written; what the chunks' iteration throws passes as it is.
 */
export async function writeTempFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { signal, maxBytes = Number.POSITIVE_INFINITY, bufferBytes = WRITE_CHUNK }: WriteTempFileOptions,
): Promise<void> {
  let size = 0;
  const waiting = new WaitingBytes(bufferBytes);
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW).catch(failed);
  try {
    // An iteration that does not listen to the signal must not hold the file open.
    for await (const chunk of untilAborted(chunks, signal)) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new ExportError("BYTE_LIMIT");
      for (const full of waiting.add(chunk)) await file.writeFile(full).catch(failed);
    }
    await file.writeFile(waiting.rest()).catch(failed);
  } finally {
    await file.close().catch(failed);
  }
}

/** Copies small chunks together: who gave one may use it again. */
class WaitingBytes {
  readonly #buffer: Buffer;
  #length = 0;

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafe(bytes);
  }

  /** Returns what is to be written before anything else is added. */
  *add(chunk: Uint8Array): Generator<Uint8Array> {
    if (this.#length + chunk.byteLength > this.#buffer.length) yield this.rest();
    if (chunk.byteLength > this.#buffer.length) return yield chunk;
    this.#buffer.set(chunk, this.#length);
    this.#length += chunk.byteLength;
  }

  rest(): Uint8Array {
    const bytes = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    return bytes;
  }
}

/** The options of a reading of a temp file. */
export interface ReadTempFileOptions {
  /**
   * The memory in which chunks take turns. By default each has memory of its own, which is given back late, since the collector counts it apart
   * from the heap.
   */
  readonly buffers?: ReadBuffers | undefined;
}

/** Memory for so many chunks: a chunk holds its bytes until so many more were asked for. Readings that follow each other may share it. */
export class ReadBuffers {
  readonly #buffers: Buffer[] = [];
  readonly #count: number;
  #turn = 0;

  constructor(count: number) {
    this.#count = count;
  }

  next(): Buffer {
    const turn = this.#turn;
    this.#turn = (turn + 1) % this.#count;
    return (this.#buffers[turn] ??= Buffer.allocUnsafe(READ_CHUNK));
  }
}

/** The bytes of a temp file, from its start. @throws ExportError `TEMP_FILE_FAILED`. */
export async function* readTempFile(
  path: string,
  { buffers }: ReadTempFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(failed);
  try {
    for (;;) {
      const buffer = buffers?.next() ?? Buffer.allocUnsafe(READ_CHUNK);
      const length = await fill(buffer, file);
      if (length > 0) yield buffer.subarray(0, length);
      if (length < READ_CHUNK) return;
    }
  } finally {
    await file.close().catch(failed);
  }
}

/** Reads until the buffer is full, or the file ends: some file systems give a few bytes at a time, of which streams hold many pieces. */
async function fill(buffer: Buffer, file: FileHandle): Promise<number> {
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length).catch(failed);
    length += bytesRead;
    if (bytesRead === 0 || length === buffer.length) return length;
  }
}

function failed(error: unknown): never {
  throw tempFileError(error);
}
