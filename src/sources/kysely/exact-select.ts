import { CompiledQuery, SelectQueryNode } from "kysely";
import type { DeclaredColumn } from "./declared-columns.js";
import { exactJson } from "./exact-json.js";

/** The way in which a column's values leave PostgreSQL exactly, whatever the host's driver makes of its type. */
export interface ExactColumn {
  /** Returns the expression that selects a column. */
  select(column: string): string;
  /** The value that a text of it stands for; absent where the driver gives it. */
  readonly decode?: (text: string) => unknown;
}

/** The types that drivers give unchanged: numbers that a double holds, booleans, points. */
const DRIVEN: ReadonlySet<string> = new Set(["int2", "int4", "oid", "float4", "float8", "bool", "point", "circle"]);

/** ISO 8601: PostgreSQL writes a space for the `T`, and no minutes of an offset that has none. */
const instant = (text: string): string => text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");

const asIs = (text: string): string => text;

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
 */
export function exactColumn(
  { type, isList, ofDomain }: DeclaredColumn,
  { cutsIntegers }: { readonly cutsIntegers: boolean },
): ExactColumn | null {
  if (isList) return listColumn(type, ofDomain);
  if (type === "int8" && cutsIntegers) return { select: textOf, decode: integer };
  const decode = Object.hasOwn(DECODERS, type) ? DECODERS[type] : undefined;
  if (decode === undefined) return null;
  return { select: (column) => textOf(type === "money" ? `${column}::numeric` : column), decode };
}

function listColumn(type: string, ofDomain: boolean): ExactColumn | null {
  if (DRIVEN.has(type)) return ofDomain ? { select: (column) => `${column}::${type}[]` } : null;
  const texts = type === "money" ? "::numeric[]::text[]" : "::text[]";
  const decode = type === "bytea" ? bytes : (DECODERS[type] ?? asIs);
  return { select: (column) => `to_json(${column}${texts})::text`, decode: (text) => eachOf(JSON.parse(text), decode) };
}

function eachOf(list: unknown, decode: (text: string) => unknown): unknown {
  if (Array.isArray(list)) return list.map((item) => eachOf(item, decode));
  return typeof list === "string" ? decode(list) : list;
}

const textOf = (column: string): string => `${column}::text`;

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

/** Reads a select's columns, in order. */
export function exactSelect(select: CompiledQuery, columns: readonly SelectedColumn[]): CompiledQuery {
  const selected = columns.map(({ name, exact }, index) => `${exactly(`x.c${index}`, exact)} as ${quoted(name)}`);
  return CompiledQuery.raw(`select ${selected.join(", ")} from ${numbered(select, columns)}`, [...select.parameters]);
}

/** A column's value as text or as it is. */
export function exactly(column: string, exact: ExactColumn | null): string {
  return exact?.select(column) ?? column;
}

/** The rows of a select `x`, with columns `c0`, `c1`, …: names may repeat. */
export function numbered(select: CompiledQuery, columns: readonly SelectedColumn[]): string {
  return `(${ordered(select)}) as x (${columns.map((_, index) => `c${index}`).join(", ")})`;
}

/** A name as SQL has it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Parallel workers may give the rows of a subquery in any order, unless it has a limit. */
function ordered({ query, sql }: CompiledQuery): string {
  const isUnlimited =
    SelectQueryNode.is(query) &&
    query.orderBy !== undefined &&
    [query.limit, query.offset, query.fetch, query.endModifiers].every((part) => part === undefined);
  return isUnlimited ? `${sql} limit 9223372036854775807` : sql;
}
