import { isoDate } from "../values/iso-date.js";
import { dayRange } from "../values/calendar.js";
import { binaryText } from "../rows/binary-text.js";
import type { ColumnType } from "./column-type.js";
import { scalarText } from "./csv.js";
import { decimalOf } from "./decimal.js";

/**
 * A value as its column's type has it: text; number for `float` and `int32`; bigint for `int64`; days since 1970 for `date`; microseconds
 * since 1970 for `timestamp` (on its own clock) and `instant`; the digits without the point for `decimal`; bytes; null for nothing.
 */
export type TypedCell = string | number | bigint | boolean | Uint8Array | null;

/** Hears by a warning's code that a value was written with less than it had. */
export type CellListener = (warning: string) => void;

/** Reads a value for a column of a type. @throws TypeError for a value that no cell of the format holds. */
export type ReadCell = (value: unknown, type: ColumnType, onWarning: CellListener) => TypedCell;

const INT32 = 2n ** 31n;
const INT64 = 2n ** 63n;
const DIGITS = /^(?:0|-?[1-9]\d*)$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d):(\d\d))?$/;

/** @throws TypeError for a value that the type cannot hold exactly. */
export function typedCell(value: unknown, type: ColumnType, onWarning: CellListener): TypedCell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" && !Number.isFinite(value)) {
    onWarning("NON_FINITE_NUMBER");
    return null;
  }
  if (typeof type === "object") return decimalOf(value, type.decimal);
  return READERS[type](value, onWarning);
}

const READERS = { text, float, int32, int64, boolean, date, timestamp, instant, binary } as const;

function text(value: unknown): string {
  return typeof value === "string" ? value : (binaryText(value) ?? scalarText(value, { name: "" }, []));
}

function float(value: unknown): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && (typeof value === "number" || BigInt(number) === value)) return number;
  throw new TypeError("The value is not a number that a float can hold exactly.");
}

function int32(value: unknown): number {
  return Number(within(value, INT32));
}

function int64(value: unknown): bigint {
  return within(value, INT64);
}

function within(value: unknown, limit: bigint): bigint {
  const whole = wholeNumber(value);
  if (whole < -limit || whole >= limit) throw new TypeError("The number is too large for its column.");
  return whole;
}

function wholeNumber(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isInteger(value)) return BigInt(value);
  if (typeof value === "string" && DIGITS.test(value)) return BigInt(value);
  throw new TypeError("The value is not a whole number.");
}

function boolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (value === 1 || value === 0 || value === 1n || value === 0n) return Number(value) === 1;
  throw new TypeError("The value is neither true nor false.");
}

function binary(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError("The value is not bytes.");
}

function date(value: unknown): number {
  const standard = standardDate(value);
  const days = /^\d{4}-\d\d-\d\d$/.test(standard) ? dayRange(standard) : null;
  if (days === null) throw new TypeError("The value is not a date.");
  return days.from;
}

function timestamp(value: unknown, onWarning: CellListener): bigint | null {
  const parts = momentOf(standardDate(value), onWarning);
  if (parts?.hasOffset) onWarning("TIME_SIMPLIFIED");
  return parts === null ? null : parts.clock;
}

function instant(value: unknown, onWarning: CellListener): bigint | null {
  const parts = momentOf(standardDate(value), onWarning);
  if (parts === null) return null;
  if (!parts.hasOffset) throw new TypeError("The time has no offset, so it is not an instant.");
  return parts.clock - parts.offset;
}

function standardDate(value: unknown): string {
  const standard = typeof value === "string" ? isoDate(value) : null;
  if (standard === null) throw new TypeError("The value is not a date of the calendar in a form of ISO 8601.");
  return standard;
}

/** In microseconds; null for a date without a time. */
function momentOf(standard: string, onWarning: CellListener) {
  const [, day = "", hour, minute, second = "0", fraction = "", sign, hours, minutes] = MOMENT.exec(standard) ?? [];
  const days = dayRange(day)?.from;
  if (days === undefined) {
    onWarning("TIME_INCOMPLETE");
    return null;
  }
  if (/[1-9]/.test(fraction.slice(6))) onWarning("TIME_SIMPLIFIED");
  const seconds = ((days * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
  const ahead = sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60;
  return {
    clock: BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, "0")),
    offset: BigInt(ahead) * 1_000_000n,
    hasOffset: sign !== undefined || standard.endsWith("Z"),
  };
}
