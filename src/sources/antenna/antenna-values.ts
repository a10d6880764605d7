import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../contracts/id.js";

/**
 * Every value leaves the database as text, cast in SQL. So no driver, and no type parser that a host has set, rounds an
 * integer, cuts microseconds or shifts a wall-clock time.
 */
export type Text = string | null;

const BIGINT = /^\d{1,18}$/;

/** An id of the database as the library names it: a number where that is exact, else the digits. */
export function idOf(digits: string): Id {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** An id of a request as a `bigint` parameter; null, which equals nothing in SQL, for what cannot be one. */
export function bigintOf(id: Id): Text {
  const digits = String(id);
  return BIGINT.test(digits) ? digits : null;
}

/** A number of the database, cast to text or as JSON has it: `Infinity` is text there. */
export function numberOf(value: Text | number): number | null {
  return value === null ? null : Number(value);
}

/** The length of `2023-06-18`. */
const DAY = 10;
const SHORT_OFFSET = /[+-]\d\d$/;

/** PostgreSQL writes a space (`DateStyle` ISO) where ISO 8601 has a `T`, and `+02` for `+02:00`. */
export function timestampOf(text: Text): Text {
  if (text === null || text[DAY] !== " ") return text?.replace(" ", "T") ?? null;
  const standard = `${text.slice(0, DAY)}T${text.slice(DAY + 1)}`;
  return SHORT_OFFSET.test(standard) ? `${standard}:00` : standard;
}

/** Null for the empty text with which Antenna says that there is none. */
export function filled(text: Text): Text {
  return text === "" ? null : text;
}

/** A column of scores in which NaN is no score: PostgreSQL holds it for greater than any number. */
export function scoreColumn(column: string): RawBuilder<unknown> {
  return sql`nullif(${sql.ref(column)}, 'NaN')`;
}
