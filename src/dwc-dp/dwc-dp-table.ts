import { type PackageRow, rowOf } from "../data-package/package-rows.js";
import type { PackageTable } from "../data-package/package-table.js";
import { mapTable, type TableMap, type TableValues } from "../data-package/table-map.js";

/** A table of a package, and how rows of a source fill it. Made by {@link dwcDpTable}. */
export interface DwcDpTable<Row> {
  readonly table: PackageTable;
  /** The values by which its rows fill it. */
  readonly map: TableMap<never, undefined>;
  /** The rows of the table that one row of the source gives, none to many. */
  rowsOf(row: Row): Iterable<PackageRow<undefined>>;
}

/**
 * Joins a table of `DWC_DP` and the rows that a source's row gives it.
 *
 * @param options.rows - derives the rows of a row, in a fixed order.
 * @param options.fields - the values by the names of the fields. Those that the standard requires must be there.
 * @param options.repeats - `"once"`: of rows with one key the first is written, whichever row they come from; the keys are held in memory.
 * @throws TypeError for a required field without a value, and for a name that is no field.
 * @example
 * ```ts
 * const events = dwcDpTable(DWC_DP.EVENT, {
 *   rows: (visit: Visit) => [visit],
 *   fields: { event_pk: ({ id }) => id, eventCategory: () => "survey", eventDate: ({ day }) => day },
 * });
 * ```
 */
export function dwcDpTable<Row, TableRow, Name extends string>(
  table: PackageTable<Name>,
  options: {
    readonly rows: (row: Row) => Iterable<TableRow>;
    readonly fields: TableValues<TableRow, unknown, Name>;
    readonly repeats?: "once";
  },
): DwcDpTable<Row> {
  const { rows, fields, repeats = table.repeats } = options;
  const map = mapTable({ ...table, ...(repeats === undefined ? {} : { repeats }) }, fields);
  return {
    ...{ table: map.table, map },
    *rowsOf(row) {
      for (const one of rows(row)) yield rowOf(map, one);
    },
  };
}
