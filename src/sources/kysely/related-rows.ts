import { type Compilable, type Kysely, type OperationNodeSource, SelectQueryNode } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import type { ExactReads } from "./exact-reads.js";
import { type SourceRow, valueText } from "./order-key.js";

/** Rows of another table that belong to a row: read for a whole batch by one statement. */
export interface KyselyRelation<DB, Row, Related> {
  /**
   * Selects what belongs to any of the rows, and nothing else: `where("moth_id", "in", rows.map(({ id }) => id))`, of several columns
   * their tuples. Must say `orderBy`, since the same rows must give the same bytes. Called once per batch.
   *
   * A related row that belongs to none of the rows ends the export, since it may have been lost. The cause may be a
   * collation that ignores case, to columns that spell a value differently.
   */
  query(db: Kysely<DB>, rows: readonly Row[]): Compilable<Related> & OperationNodeSource;
  /**
   * Names the columns of a related row, at least one, and the columns of its row that they equal, compared as text: `{
   * moth_id: "id" }`. As in SQL, null is equal to nothing.
   */
  readonly on: Readonly<Record<string, string>>;
}

/** Relations whose types are no longer known, by name. */
export type Relations<DB> = Readonly<Record<string, KyselyRelation<DB, SourceRow, SourceRow>>>;

/** The connection and the relations that related rows are read through. */
export interface RelatedRowsOptions<DB> {
  readonly db: Kysely<DB>;
  readonly relations: Relations<DB>;
  readonly reads: ExactReads<DB>;
}

interface RelationOptions<DB> extends Omit<RelatedRowsOptions<DB>, "relations"> {
  readonly name: string;
  readonly relation: Relations<DB>[string];
}

/**
 * Gives the rows one more member per relation: a list of related rows, which is empty where there are none. The rows themselves change,
 * since each copy of a row costs as much as to make it.
 *
 * @throws ExportError `SOURCE_FAILED` when a relation has no order, or lacks a column that it is joined on; when it
 * gives a row that belongs to none of the rows.
 */
export async function addRelated<DB>(
  rows: readonly Record<string, unknown>[],
  options: RelatedRowsOptions<DB>,
): Promise<void> {
  const relations = Object.entries(options.relations);
  const lists = await Promise.all(
    relations.map(async ([name, relation]) => ({
      name,
      ofRow: await relatedLists(rows, { ...options, name, relation }),
    })),
  );
  for (const { name, ofRow } of lists) {
    for (const [index, row] of rows.entries()) row[name] = ofRow[index];
  }
}

/** Reads one relation of the rows, and gives the list that belongs to each of them. */
async function relatedLists<DB>(
  rows: readonly SourceRow[],
  { db, reads, name, relation: { query, on } }: RelationOptions<DB>,
): Promise<readonly (readonly SourceRow[])[]> {
  const statement = query(db, rows);
  refuseUnordered(name, statement);
  const compiled = statement.compile();
  const read = await reads.ofRelation(compiled, name);
  const lists = listsByKey(await read.rows(compiled), Object.keys(on), name);
  const unclaimed = new Set(lists.keys());
  const keyOf = keyReader(Object.values(on), { name, rows });
  const ofRow = rows.map((row) => {
    const key = keyOf(row);
    if (key === null) return [];
    unclaimed.delete(key);
    return lists.get(key) ?? [];
  });
  if (unclaimed.size === 0) return ofRow;
  throw failure(`The relation "${name}" gave a row that belongs to none of its rows: it must select no others.`);
}

function listsByKey(
  related: readonly SourceRow[],
  columns: readonly string[],
  name: string,
): ReadonlyMap<string | null, readonly SourceRow[]> {
  const keyOf = keyReader(columns, { name, rows: related });
  const lists = new Map<string | null, SourceRow[]>();
  for (const row of related) {
    const key = keyOf(row);
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [row]);
    else list.push(row);
  }
  return lists;
}

function refuseUnordered(name: string, statement: OperationNodeSource): void {
  const node = statement.toOperationNode();
  if (SelectQueryNode.is(node) && node.orderBy !== undefined) return;
  throw failure(`The relation "${name}" must be a select with an order.`);
}

/** Makes one text of columns of a row; null when one of them is, since that is equal to nothing. */
function keyReader(
  columns: readonly string[],
  { name, rows }: { readonly name: string; readonly rows: readonly SourceRow[] },
): (row: SourceRow) => string | null {
  const [first, ...others] = columns;
  const missing = columns.find((column) => rows[0] !== undefined && !(column in rows[0]));
  if (missing !== undefined) throw failure(`The relation "${name}" needs the column "${missing}".`);
  if (first !== undefined && others.length === 0) return (row) => (row[first] == null ? null : valueText(row[first]));
  return (row) => {
    const values = columns.map((column) => row[column] ?? null);
    return values.includes(null) ? null : JSON.stringify(values.map(valueText));
  };
}

function failure(message: string): ExportError {
  return new ExportError("SOURCE_FAILED", { retryable: false, message });
}
