import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { toExportError } from "../ports/to-export-error.js";

const READ_CHUNK = 256 * 1024;

/**
 * Writes chunks, in order, over a temp file that exists.
 *
 * @throws ExportError `TEMP_FILE_FAILED` when the disk is full or the file is gone; what the chunks' iteration throws passes as it is.
 */
export async function writeTempFile(path: string, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW).catch(failed);
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
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
  throw toExportError(error, "TEMP_FILE_FAILED");
}
