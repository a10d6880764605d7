import type { ExportErrorCode } from "../contracts/error-code.js";
import { ExportError } from "../contracts/export-error.js";

/** The thrown value itself when it is an ExportError already, else a new one of this code with the value as its cause. */
export function toExportError(thrown: unknown, code: ExportErrorCode): ExportError {
  return ExportError.is(thrown) ? thrown : new ExportError(code, { cause: thrown });
}
