import { type RawBuilder, sql } from "kysely";
import type { OrderKey, SourceRow } from "./order-key.js";
import type { Relations } from "./related-rows.js";

/** The parts of a query `r` that are read, and those that become a row. */
export interface PickedRows<DB> {
  /** The SQL after `select`. */
  readonly columns: RawBuilder<unknown>;
  /** The relations to load. */
  readonly relations: Relations<DB>;
  /** The rows as they were picked, of rows that hold more. */
  trim(rows: readonly SourceRow[]): readonly SourceRow[];
}

/** The key and the relations of the rows to pick from. */
export interface PickedRowsOptions<DB> {
  readonly key: OrderKey;
  readonly relations: Relations<DB>;
}

/**
 * The rows of which only these members are read, columns and relations; with null, of which all are. Pages need the order key in any
 * case. A relation's query may look at any column of its rows, so that one relation makes all columns read.
 *
 * Only the outer select is narrowed: with fewer columns, the query's own `distinct` or set-returning function would give other rows.
 * Databases do not work out the columns of a plain query that the outer select leaves out.
 */
export function pickRows<DB>(
  members: ReadonlySet<string> | null,
  { key, relations }: PickedRowsOptions<DB>,
): PickedRows<DB> {
  if (members === null) return { columns: sql`*`, relations, trim: (rows) => rows };
  const related = Object.entries(relations).filter(([name]) => members.has(name));
  const columns = [...new Set([...key.names, ...members])].map((name) => sql.id("r", name));
  return {
    columns: related.length > 0 ? sql`*` : sql.join(columns),
    relations: Object.fromEntries(related),
    trim: (rows) => rows.map((row) => Object.fromEntries(Array.from(members, (name) => [name, row[name]]))),
  };
}
