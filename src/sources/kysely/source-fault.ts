import { ExportError } from "../../contracts/export-error.js";
import { lastingFault } from "../../databases/lasting-fault.js";

/** What a database threw, as it is; as an ExportError `SOURCE_FAILED` that is not retried where no retry mends it. */
export function sourceFault(thrown: unknown): unknown {
  const message = lastingFault(thrown);
  return message === null ? thrown : new ExportError("SOURCE_FAILED", { retryable: false, message, cause: thrown });
}
