import type { ErrorDetail } from "../contracts/export-error.js";

/** A detail of `METADATA_INCOMPLETE`: a member of the metadata that is missing. */
export function incomplete(name: string, message: string): ErrorDetail {
  return { path: ["metadata", name], code: "incomplete", message };
}
