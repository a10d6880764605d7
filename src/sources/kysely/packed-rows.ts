import type { SourceRow } from "./order-key.js";
import type { SelectedColumn } from "./exact-column.js";
import { UnreadValue } from "./unread-value.js";

/**
 * Most values of a row come as one text, a JSON array: pg takes twice as long for twenty columns as for one text with twenty values. The
 * first element is the row's size. Values that the driver is to make stand beside it, in columns of their own.
 */
const PACKED = "packed";

/** PostgreSQL gives a function 100 arguments at most, one of which is the size. */
const MOST_PACKED = 99;

/** The columns whose values are packed, in order. */
function packed(columns: readonly SelectedColumn[]): ReadonlySet<SelectedColumn> {
  return new Set(columns.filter(({ exact }) => exact?.inJson === true).slice(0, MOST_PACKED));
}

/**
 * Writes what stands after `select`.
 *
 * @param size - the SQL of the row's bytes.
 * @param valueOf - writes the SQL of a column's value.
 */
export function packedSelection(
  columns: readonly SelectedColumn[],
  size: string,
  valueOf: (column: SelectedColumn, index: number) => string,
): string {
  const inside = packed(columns);
  const values = columns.map((column, index) => ({ column, index, value: valueOf(column, index) }));
  const elements = values.flatMap(({ column, value }) => (inside.has(column) ? [value] : []));
  const beside = values.flatMap(({ column, index, value }) =>
    inside.has(column) ? [] : [`${value} as ${besideName(index)}`],
  );
  return [`json_build_array(${[size, ...elements].join(", ")})::text as ${PACKED}`, ...beside].join(", ");
}

/** Rows as they were before they were packed, and their bytes. */
export interface UnpackedRows {
  readonly rows: readonly SourceRow[];
  readonly bytes: number;
}

/**
 * Makes rows of what a {@link packedSelection} gave, with the columns in order.
 *
 * @param mostOf - the size of a row from which on a column was not read; by default every column was.
 */
export function unpackRows(
  given: readonly SourceRow[],
  columns: readonly SelectedColumn[],
  mostOf: (column: SelectedColumn) => number = () => Infinity,
): UnpackedRows {
  const inside = packed(columns);
  let place = 0;
  const members = columns.map((column, index) => ({
    name: column.name,
    place: inside.has(column) ? (place += 1) : null,
    beside: besideName(index),
    decode: column.exact?.decode,
    most: mostOf(column),
  }));
  let total = 0;
  const rows = given.map((row) => {
    const elements = JSON.parse(String(row[PACKED])) as readonly unknown[];
    const size = Number(elements[0]);
    total += size;
    const values: Record<string, unknown> = {};
    for (const member of members) {
      const value = member.place === null ? row[member.beside] : elements[member.place];
      if (size > member.most) values[member.name] = new UnreadValue(size);
      else
        values[member.name] = member.decode !== undefined && typeof value === "string" ? member.decode(value) : value;
    }
    return values;
  });
  return { rows, bytes: total };
}

/** The name of a column beside the packed ones, by its place: the host's own names may repeat, or be any. */
function besideName(index: number): string {
  return `c${index}`;
}
