import type { DeclaredColumn } from "./declared-columns.js";
import { exactJson } from "./exact-json.js";

/** The way in which a column's values leave PostgreSQL exactly, whatever the host's driver makes of its type. */
export interface ExactColumn {
  /** Returns the expression that selects a column. */
  select(column: string): string;
  /** The value that a text of it stands for; absent where the driver or JSON gives it. */
  readonly decode?: (text: string) => unknown;
  /** Whether an element of a JSON array holds the value as well as a column does. */
  readonly inJson: boolean;
}

/** The types that drivers give unchanged: numbers that a double holds, booleans, points. */
const DRIVEN: ReadonlySet<string> = new Set(["int2", "int4", "oid", "float4", "float8", "bool", "point", "circle"]);

/** ISO 8601: PostgreSQL writes a space for the `T`, and no minutes of an offset that has none. */
const instant = (text: string): string => text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");

const asIs = (text: string): string => text;

/** The values of JSON for types that drivers give unchanged. NaN, the infinities and oids are texts in it. */
const IN_JSON: Readonly<Record<string, ExactColumn>> = {
  ...Object.fromEntries(
    ["int2", "int4", "bool", "text", "varchar", "bpchar", "uuid"].map((type) => [type, { select: asIs, inJson: true }]),
  ),
  ...Object.fromEntries(
    ["float4", "float8", "oid"].map((type) => [type, { select: asIs, decode: Number, inJson: true }]),
  ),
  int8: { select: textOf, inJson: true },
};

/** The decoders of types whose values drivers alter, or that are not clear in every list. */
const DECODERS: Readonly<Record<string, (text: string) => unknown>> = {
  date: asIs,
  time: asIs,
  timetz: instant,
  timestamp: instant,
  timestamptz: instant,
  interval: asIs,
  numeric: asIs,
  money: asIs,
  json: exactJson,
  jsonb: exactJson,
};

/**
 * Returns the way to read a column; null where the driver gives what is in the database.
 * - Times, dates, intervals, decimals and money are text; instants and intervals are ISO 8601. `money` has no sign of a
 * currency.
 * - JSON is parsed with every digit kept, bytes stay with the driver.
 * - Lists are lists of such values. Those of all other types than numbers, booleans and points are lists of text,
 * whatever the driver knows.
 * - `int8` stays with the driver, which gives text; one that makes numbers of it gets text for what no number holds.
 *
 * @param options.unchanged - the types of which the driver gives what JSON holds.
 */
export function exactColumn(
  { type, isList, ofDomain }: DeclaredColumn,
  { cutsIntegers, unchanged }: { readonly cutsIntegers: boolean; readonly unchanged: ReadonlySet<string> },
): ExactColumn | null {
  if (isList) return listColumn(type, ofDomain);
  if (type === "int8" && cutsIntegers) return { select: textOf, decode: integer, inJson: true };
  const decode = Object.hasOwn(DECODERS, type) ? DECODERS[type] : undefined;
  if (decode === undefined) return unchanged.has(type) ? (IN_JSON[type] ?? null) : null;
  return { select: (column) => textOf(type === "money" ? `${column}::numeric` : column), decode, inJson: true };
}

function listColumn(type: string, ofDomain: boolean): ExactColumn | null {
  if (DRIVEN.has(type)) return ofDomain ? { select: (column) => `${column}::${type}[]`, inJson: false } : null;
  const texts = type === "money" ? "::numeric[]::text[]" : "::text[]";
  const decode = type === "bytea" ? bytes : (DECODERS[type] ?? asIs);
  const select = (column: string): string => `to_json(${column}${texts})::text`;
  return { select, decode: (text) => eachOf(JSON.parse(text), decode), inJson: true };
}

function eachOf(list: unknown, decode: (text: string) => unknown): unknown {
  if (Array.isArray(list)) return list.map((item) => eachOf(item, decode));
  return typeof list === "string" ? decode(list) : list;
}

function textOf(column: string): string {
  return `${column}::text`;
}

/** As `bytea_output` hex has it. */
const bytes = (text: string): Buffer => Buffer.from(text.slice(2), "hex");

function integer(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** A column, and how it is read; null for one that is read as it is. */
export interface SelectedColumn extends DeclaredColumn {
  readonly exact: ExactColumn | null;
}
