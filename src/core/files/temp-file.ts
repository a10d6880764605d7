import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { ExportError } from "../../contracts/export-error.js";
import { untilAborted } from "../../async/until-aborted.js";
import { tempFileError } from "./temp-file-error.js";

const READ_CHUNK = 256 * 1024;

/** The options of a write of a temp file. */
export interface WriteTempFileOptions {
  /** Its abort ends the writing, and soon closes the file. */
  readonly signal: AbortSignal;
  /** The largest size of the file, in bytes. */
  readonly maxBytes?: number | undefined;
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
  { signal, maxBytes = Number.POSITIVE_INFINITY }: WriteTempFileOptions,
): Promise<void> {
  let size = 0;
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW).catch(failed);
  try {
    // An iteration that does not listen to the signal must not hold the file open.
    for await (const chunk of untilAborted(chunks, signal)) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new ExportError("BYTE_LIMIT");
      await file.writeFile(chunk).catch(failed);
    }
  } finally {
    await file.close().catch(failed);
  }
}

/** The bytes of a temp file, from its start. @throws ExportError `TEMP_FILE_FAILED`. */
export async function* readTempFile(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(failed);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(READ_CHUNK), 0, READ_CHUNK).catch(failed);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close().catch(failed);
  }
}

function failed(error: unknown): never {
  throw tempFileError(error);
}
