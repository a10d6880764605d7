import { ARCHIVE_CHECKS, type ArchiveCheckCode } from "../checks/archive-checks.js";
import type { Found, Place } from "../checks/found.js";
import { ExportError } from "../../contracts/export-error.js";

/** The error of an archive that cannot be read as it is described. It holds no value of the archive. */
export function archiveError(code: ArchiveCheckCode, { file, line, column, term }: Place = {}): ExportError {
  const path = [file, line, column, term].filter((part) => part !== undefined);
  return new ExportError("ARCHIVE_INVALID", { details: [{ path, code, message: ARCHIVE_CHECKS[code].sentence }] });
}

/** Throws the error of what is an error, and lets warnings pass. */
export const refuse: Found = (code, place) => {
  if (ARCHIVE_CHECKS[code].severity === "error") throw archiveError(code, place);
};
