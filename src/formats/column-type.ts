/**
 * The type of a column's cells, for formats that have types. CSV and JSON look at `"float"` alone, or at none.
 *
 * - `"text"`: any text; numbers and booleans as CSV writes them.
 * - `"float"`: numbers that measure something, of 64 bits. A text is refused: it may hold more digits than such a number.
 * - `"int32"`, `"int64"`: whole numbers, also as bigint or as their digits.
 * - `"boolean"`: true and false, or 1 and 0 as databases without booleans have them.
 * - `"date"`: a day, `2023-06-18`.
 * - `"timestamp"`: what a clock on the wall showed, `2023-06-18T22:42:20.5`, to the microsecond; an offset is left out and counted.
 * - `"instant"`: a moment, with its offset: `2023-06-18T22:42:20+02:00`.
 * - `"binary"`: bytes.
 * - `decimal`: exact numbers of at most 38 digits, with so many after the point.
 */
export type ColumnType =
  | "text"
  | "float"
  | "int32"
  | "int64"
  | "boolean"
  | "date"
  | "timestamp"
  | "instant"
  | "binary"
  | { readonly decimal: readonly [precision: number, scale: number] };
