import type { ExportRecord } from "../../contracts/export-record.js";
import type { ExportOrdering, ListOptions } from "../../contracts/export-store.js";

type Comparable = number | string | null;

/** The order of a list: nulls last either way; the id decides between equals, in the direction asked for. */
export function byOrdering(orderBy: ExportOrdering, direction: ListOptions["direction"]) {
  const sign = direction === "asc" ? 1 : -1;
  return (one: ExportRecord, other: ExportRecord): number =>
    nullsLast(one[orderBy], other[orderBy]) ||
    sign * (compare(one[orderBy], other[orderBy]) || compare(one.id, other.id));
}

/** Longest due first, then by id. */
export function byDue(one: ExportRecord, other: ExportRecord): number {
  return compare(one.dueAt, other.dueAt) || compare(one.id, other.id);
}

function nullsLast(one: Comparable, other: Comparable): number {
  return Number(one === null) - Number(other === null);
}

/** Zero also for two nulls. */
function compare(one: Comparable, other: Comparable): number {
  if (one === other || one === null || other === null) return 0;
  return one < other ? -1 : 1;
}
