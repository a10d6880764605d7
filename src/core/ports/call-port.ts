import { refusePromise } from "../../async/quietly.js";
import { type ExportErrorCode, EXPORT_ERROR_CODES } from "../../contracts/error-code.js";
import { abortable } from "../../async/abort.js";
import { ExportError } from "../../contracts/export-error.js";
import { within } from "../../async/within.js";

/**
 * Calls something that the host plugged in. Whatever it throws, at once or later, becomes an ExportError of `code` here and
 * nowhere else; an abort of the signal ends the wait with the signal's reason.
 */
export async function callPort<T>(
  code: ExportErrorCode,
  call: () => T | PromiseLike<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    const pending = Promise.resolve(call());
    return await (signal === undefined ? pending : abortable(pending, signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw toPortError(error, code);
  }
}

/** As `callPort`, for what answers at once. */
export function callHook<T>(code: ExportErrorCode, call: () => T): T {
  try {
    const value = call();
    refusePromise(value);
    return value;
  } catch (error) {
    throw toPortError(error, code);
  }
}

const LATE: unique symbol = Symbol("late");

/** As `callPort`, for calls that answer soon or never: one that has not answered after `ms` counts as failed, whatever it does later. */
export async function callInTime<T>(code: ExportErrorCode, call: () => T | PromiseLike<T>, ms: number): Promise<T> {
  const outcome = await within(callPort(code, call), ms, LATE);
  if (outcome !== LATE) return outcome;
  throw lateError(code);
}

/** The error of a call that has not answered in time. */
export function lateError(code: ExportErrorCode): ExportError {
  return new ExportError(code, { message: `${EXPORT_ERROR_CODES[code].message} It did not answer in time.` });
}

/** Codes that say what core has decided. A plugged-in part that throws one has not decided it. */
const DECISIONS: ReadonlySet<ExportErrorCode> = new Set([
  "CANCELLED",
  "RELEASED",
  "LEASE_LOST",
  "WORKER_LOST",
  "PERMISSION_REVOKED",
  "UNKNOWN_FORMAT",
  "WORKER_MISSING",
]);

/** The thrown value itself when it is an ExportError already, else a new one of this code with the value as its cause. */
export function toExportError(thrown: unknown, code: ExportErrorCode): ExportError {
  return ExportError.is(thrown) ? thrown : new ExportError(code, { cause: thrown });
}

/** As `toExportError`, for what a plugged-in part threw: a decision that is core's own is not taken from it. */
export function toPortError(thrown: unknown, code: ExportErrorCode): ExportError {
  const foreign = ExportError.is(thrown) && DECISIONS.has(thrown.code);
  return foreign ? new ExportError(code, { cause: thrown }) : toExportError(thrown, code);
}
