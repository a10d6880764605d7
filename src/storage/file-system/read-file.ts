import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { ExportError } from "../../contracts/export-error.js";
import type { ByteSpan } from "../byte-span.js";
import { failed } from "./storage-error.js";

const CHUNK = 256 * 1024;

/**
 * The bytes of a span of a file. The file is opened with the first read, so that an iteration that never starts holds nothing.
 *
 * @throws ExportError `STORAGE_FAILED` when the file ends before the span does.
 */
export async function* readFile(
  openFile: () => Promise<FileHandle>,
  { start, end }: ByteSpan,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await openFile().catch(failed);
  try {
    for (let position = start; position < end;) {
      signal?.throwIfAborted();
      const length = Math.min(CHUNK, end - position);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position).catch(failed);
      if (bytesRead === 0) throw new ExportError("STORAGE_FAILED", { message: "The file is shorter than it was." });
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close().catch(failed);
  }
}

/** The SHA-256 of a whole file, in lower-case hexadecimal. */
export async function hashFile(
  openFile: () => Promise<FileHandle>,
  { size, signal }: { readonly size: number; readonly signal: AbortSignal },
): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of readFile(openFile, { start: 0, end: size }, signal)) digest.update(chunk);
  return digest.digest("hex");
}
