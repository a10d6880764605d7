import type { ExportErrorCode } from "../../contracts/error-code.js";
import { toPortError } from "./to-export-error.js";

/** As `callPort`, for what answers at once. */
export function callHook<T>(code: ExportErrorCode, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw toPortError(error, code);
  }
}
