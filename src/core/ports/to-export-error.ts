import type { ExportErrorCode } from "../../contracts/error-code.js";
import { ExportError } from "../../contracts/export-error.js";

/** Codes that say what core has decided. A plugged-in part that throws one has not decided it. */
const DECISIONS: ReadonlySet<ExportErrorCode> = new Set(["CANCELLED", "RELEASED", "LEASE_LOST", "WORKER_LOST", "PERMISSION_REVOKED"]);

/** The thrown value itself when it is an ExportError already, else a new one of this code with the value as its cause. */
export function toExportError(thrown: unknown, code: ExportErrorCode): ExportError {
  return ExportError.is(thrown) ? thrown : new ExportError(code, { cause: thrown });
}

/** As `toExportError`, for what a plugged-in part threw: a decision that is core's own is not taken from it. */
export function toPortError(thrown: unknown, code: ExportErrorCode): ExportError {
  const foreign = ExportError.is(thrown) && DECISIONS.has(thrown.code);
  return foreign ? new ExportError(code, { cause: thrown }) : toExportError(thrown, code);
}
