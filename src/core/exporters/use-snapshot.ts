import { abortable } from "../../async/abort.js";
import { callPort } from "../ports/call-port.js";
import { within } from "../../async/within.js";

/** Limits the time that an export waits for a snapshot that it has read to the end. */
const CLOSING_MS = 5_000;

/**
 * Opens a snapshot, uses it, and disposes of it, whatever happens. A snapshot that opens after the signal has aborted is disposed of
 * too; one that fails to close harms nothing that was read.
 *
 * @throws ExportError `SOURCE_FAILED` when it cannot be opened; what `use` throws passes as it is.
 */
export async function useSnapshot<Opened extends AsyncDisposable, Result>(
  open: () => Promise<Opened>,
  signal: AbortSignal,
  use: (snapshot: Opened) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const opening = callPort("SOURCE_FAILED", open);
  const close = (): Promise<void> => opening.then((snapshot) => snapshot[Symbol.asyncDispose]()).catch(() => undefined);
  try {
    return await use(await abortable(opening, signal));
  } finally {
    if (signal.aborted) void close();
    else await within(close(), CLOSING_MS, undefined);
  }
}
