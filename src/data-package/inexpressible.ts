import { type ErrorDetail, ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";

const CODE = "not_expressible";

/** The error for a record that the format has no way to write. It is left out and counted, whatever `rowErrors` says. */
export function inexpressible(id: Id, message: string): ExportError {
  const details: readonly ErrorDetail[] = [{ path: ["rows", id], code: CODE, message }];
  return new ExportError("ROW_ENCODING", { details });
}

/** Whether an error is one of {@link inexpressible}. */
export function isInexpressible({ details }: ExportError): boolean {
  return details[0]?.code === CODE;
}
