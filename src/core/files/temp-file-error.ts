import { ExportError } from "../../contracts/export-error.js";

/** The reasons that keep a temp file from being written or read, by the name of the system's error. */
const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOSPC", "The disk of the temporary files is full."],
  ["EDQUOT", "The disk of the temporary files is full: this user may keep no more there."],
  ["EFBIG", "The temporary file is larger than the system allows."],
  ["EMFILE", "This process has too many open files."],
  ["ENFILE", "The system has too many open files."],
  ["ENOENT", "The directory of the temporary files, or one of its files, does not exist."],
  ["EROFS", "The directory of the temporary files is read-only."],
  ["EACCES", "This process may not write to the directory of the temporary files."],
]);

/** The error itself when it is an ExportError, else `TEMP_FILE_FAILED` with the reason in words and without the path. */
export function tempFileError(thrown: unknown): ExportError {
  if (ExportError.is(thrown)) return thrown;
  const errno = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  const message = REASONS.get(errno);
  return new ExportError("TEMP_FILE_FAILED", { cause: thrown, ...(message === undefined ? {} : { message }) });
}
