import type { ExportErrorCode } from "../../contracts/error-code.js";
import { ExportError, type ExportErrorOptions } from "../../contracts/export-error.js";

interface Fault {
  readonly code: ExportErrorCode;
  readonly message?: string;
}

const DENIED: Fault = { code: "STORAGE_DENIED" };
const MISSING: Fault = { code: "STORAGE_FILE_MISSING" };

const FAULTS: ReadonlyMap<string, Fault> = new Map([
  ["EACCES", DENIED],
  ["EPERM", DENIED],
  ["EROFS", DENIED],
  ["ELOOP", DENIED],
  ["ENOENT", MISSING],
  ["ENOTDIR", MISSING],
  ["ENAMETOOLONG", { code: "STORAGE_KEY_INVALID" }],
  ["ENOSPC", { code: "STORAGE_FAILED", message: "The storage is full." }],
  ["EDQUOT", { code: "STORAGE_FAILED", message: "The storage is full." }],
]);

/** The name of a system error: `ENOENT`; undefined for anything else. */
export function errnoOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/**
 * Throws what the file system threw as an ExportError without the path that the system's own message holds: `STORAGE_DENIED`,
 * `STORAGE_FILE_MISSING`, else `STORAGE_FAILED`.
 */
export function failed(thrown: unknown): never {
  throw storageError(thrown, FAULTS.get(errnoOf(thrown) ?? "") ?? { code: "STORAGE_FAILED" });
}

/** The same for a write, to which a missing file or directory is a failure like any other. */
export function failedWrite(thrown: unknown): never {
  const fault = FAULTS.get(errnoOf(thrown) ?? "");
  throw storageError(thrown, fault === undefined || fault === MISSING ? { code: "STORAGE_FAILED" } : fault);
}

/** Returns the result of `pending`, or `otherwise` when the file or directory does not exist. */
export async function unlessMissing<T, Otherwise>(pending: Promise<T>, otherwise: Otherwise): Promise<T | Otherwise> {
  try {
    return await pending;
  } catch (error) {
    if (ExportError.is(error) && error.code === "STORAGE_FILE_MISSING") return otherwise;
    throw error;
  }
}

function storageError(thrown: unknown, { code, message }: Fault): ExportError {
  if (ExportError.is(thrown)) return thrown;
  const options: ExportErrorOptions = { cause: thrown };
  return new ExportError(code, message === undefined ? options : { ...options, message });
}
