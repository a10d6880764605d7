import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { compareIds } from "../../occurrences/model/compare-ids.js";

/**
 * The rows by ascending key, as a new list.
 *
 * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when two rows have one key.
 */
export function uniqueOrder<Row>(rows: readonly Row[], key: (row: Row) => Id): readonly Row[] {
  const keyed = rows.map((row) => ({ row, key: key(row) })).sort((a, b) => compareIds(a.key, b.key));
  if (keyed.some((entry, index) => entry.key === keyed[index - 1]?.key))
    throw new ExportError("SOURCE_ORDER_NOT_UNIQUE");
  return keyed.map(({ row }) => row);
}
