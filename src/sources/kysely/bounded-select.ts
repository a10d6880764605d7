import { CompiledQuery } from "kysely";
import type { DeclaredColumn } from "./declared-columns.js";
import type { SelectedColumn } from "./exact-column.js";
import { exactly, numbered } from "./exact-select.js";
import { packedSelection } from "./packed-rows.js";

/** The limits of the rows of a page, in bytes. */
export interface PageBounds {
  /** Rows are given until they have so many; two at least, since the second one begins the next page. */
  readonly pageBytes: number;
  /** Of a row with more, values that may be large are left out. */
  readonly rowBytes: number;
}

/** Types of which no value is large. */
const SMALL = new Set(
  [
    "int2",
    "int4",
    "int8",
    "oid",
    "float4",
    "float8",
    "bool",
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
  ].concat(["interval", "uuid", "money", "point", "circle", "name", "inet", "cidr", "macaddr", "char"]),
);
/** Types whose length is known without the value. */
const MEASURED = new Set(["text", "varchar", "bpchar", "bytea"]);

/** Whether a column's values may be large. */
export function mayBeLarge({ type, isList }: DeclaredColumn): boolean {
  return isList || !SMALL.has(type);
}

/**
 * Reads a page of rows as far as they fit, on PostgreSQL. A server that sends all of them would fill the memory of this
 * process before it could look at one. The order of the page stays, since it has a limit.
 *
 * @param kept - tells columns that are read whatever a row weighs: those of the order key.
 */
export function boundedSelect(
  page: CompiledQuery,
  columns: readonly SelectedColumn[],
  { pageBytes, rowBytes, kept }: PageBounds & { readonly kept: (name: string) => boolean },
): CompiledQuery {
  const sizes = columns.flatMap((column, index) => (mayBeLarge(column) ? [sizeOf(`x.c${index}`, column)] : []));
  const selected = packedSelection(columns, "w.size", (column, index) => {
    const value = exactly(`w.c${index}`, column.exact);
    return mayBeLarge(column) && !kept(column.name) ? `case when w.size <= ${rowBytes} then ${value} end` : value;
  });
  // Without the offset the server would measure each row twice.
  const text = `
    select ${selected}
    from (
      select y.*, sum(y.size) over rows_before as total, row_number() over rows_before as place
      from (select x.*, ${sizes.join(" + ")} as size from ${numbered(page, columns)} offset 0) as y
      window rows_before as (rows unbounded preceding)
    ) as w
    where w.place <= 2 or w.total - w.size < ${pageBytes}`;
  return CompiledQuery.raw(text, [...page.parameters]);
}

/** The bytes of a value as text. One that is small as it is stored is not written out, but may be a little larger. */
function sizeOf(column: string, { type, isList }: DeclaredColumn): string {
  if (!isList && MEASURED.has(type))
    return `coalesce(octet_length(${column}), 0)::int8${type === "bytea" ? " * 2" : ""}`;
  return `coalesce(case when pg_column_size(${column}) > 250 then octet_length(${column}::text) else pg_column_size(${column}) end, 0)::int8`;
}
