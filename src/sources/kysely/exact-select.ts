import { CompiledQuery, SelectQueryNode } from "kysely";
import type { ExactColumn, SelectedColumn } from "./exact-column.js";
import { packedSelection } from "./packed-rows.js";

/** Reads a select's columns, in order. */
export function exactSelect(select: CompiledQuery, columns: readonly SelectedColumn[]): CompiledQuery {
  const selected = packedSelection(columns, "0", ({ exact }, index) => exactly(`x.c${index}`, exact));
  return CompiledQuery.raw(`select ${selected} from ${numbered(select, columns)}`, [...select.parameters]);
}

/** A column's value as text or as it is. */
export function exactly(column: string, exact: ExactColumn | null): string {
  return exact?.select(column) ?? column;
}

/** The rows of a select `x`, with columns `c0`, `c1`, …: names may repeat. */
export function numbered(select: CompiledQuery, columns: readonly SelectedColumn[]): string {
  return `(${ordered(select)}) as x (${columns.map((_, index) => `c${index}`).join(", ")})`;
}

/** Parallel workers may give the rows of a subquery in any order, unless it has a limit. */
function ordered({ query, sql }: CompiledQuery): string {
  const isUnlimited =
    SelectQueryNode.is(query) &&
    query.orderBy !== undefined &&
    [query.limit, query.offset, query.fetch, query.endModifiers].every((part) => part === undefined);
  return isUnlimited ? `${sql} limit 9223372036854775807` : sql;
}
