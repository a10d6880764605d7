import type { ExportErrorCode } from "../../contracts/error-code.js";
import { ExportError } from "../../contracts/export-error.js";

/** For `assert.rejects`: an ExportError of this code. */
export function hasCode(code: ExportErrorCode): (error: unknown) => boolean {
  return (error) => ExportError.is(error) && error.code === code;
}
