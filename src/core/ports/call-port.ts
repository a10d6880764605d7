import type { ExportErrorCode } from "../../contracts/error-code.js";
import { abortable } from "./abortable.js";
import { toPortError } from "./to-export-error.js";

/**
 * Calls something that the host plugged in. Whatever it throws, at once or later, becomes an ExportError of `code` here and
 * nowhere else; an abort of the signal ends the wait with the signal's reason.
 */
export async function callPort<T>(code: ExportErrorCode, call: () => T | PromiseLike<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  try {
    const pending = Promise.resolve(call());
    return await (signal === undefined ? pending : abortable(pending, signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw toPortError(error, code);
  }
}
