import { EXPORT_ERROR_CODES, type ExportErrorCode } from "../../contracts/error-code.js";
import { ExportError } from "../../contracts/export-error.js";
import { callPort } from "./call-port.js";
import { within } from "./within.js";

const LATE: unique symbol = Symbol("late");

/** As `callPort`, for calls that answer soon or never: one that has not answered after `ms` counts as failed, whatever it does later. */
export async function callInTime<T>(code: ExportErrorCode, call: () => T | PromiseLike<T>, ms: number): Promise<T> {
  const outcome = await within(callPort(code, call), ms, LATE);
  if (outcome !== LATE) return outcome;
  throw new ExportError(code, { message: `${EXPORT_ERROR_CODES[code].message} It did not answer in time.` });
}
