import { createHash } from "node:crypto";
import { ExportError } from "../contracts/export-error.js";
import type { FileBody } from "../contracts/storage-adapter.js";
import { abortable } from "../async/abort.js";

/**
 * The bytes of a body, held against what it says of itself. Ends well only when `size` and `sha256` are true of the
 * bytes given out. So a storage that publishes after the end never publishes another file than the one announced. A body that
 * `isVerified` is not hashed again.
 *
 * Rejects with the signal's reason as soon as it aborts, even while the body hangs; what the body throws passes as it is.
 *
 * @param options - how the body is read: `{ memory: "reused" }` for a storage that keeps no chunk.
 * @throws ExportError `STORAGE_FAILED` when the body is shorter, longer or another than announced.
 * @example for await (const chunk of verifiedBytes(body, signal)) chunks.push(Uint8Array.from(chunk));
 */
export async function* verifiedBytes(
  body: FileBody,
  signal: AbortSignal,
  options: Parameters<FileBody["stream"]>[1] = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = body.isVerified ? null : createHash("sha256");
  let size = 0;
  for await (const chunk of untilAborted(body.stream({ start: 0 }, options), signal)) {
    size += chunk.byteLength;
    if (size > body.size) throw otherBytes();
    hash?.update(chunk);
    yield chunk;
  }
  if (size !== body.size || (hash !== null && hash.digest("hex") !== body.sha256)) throw otherBytes();
}

async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal.throwIfAborted();
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await abortable(iterator.next(), signal);
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    // A body that hangs would hang here too: its end is waited for only until the abort.
    await abortable(Promise.resolve(iterator.return?.()), signal).catch(() => undefined);
  }
}

function otherBytes(): ExportError {
  return new ExportError("STORAGE_FAILED", { message: "The bytes differ from those announced, in size or SHA-256." });
}
