import type { OrderColumns } from "./order-key.js";
import type { Relations } from "./related-rows.js";

/** The names of the members of a source's rows. */
export interface MemberNames<DB> {
  /** The columns of the query; null when it does not say. */
  readonly columns: readonly string[] | null;
  readonly key: OrderColumns<string>;
  readonly relations: Relations<DB>;
  readonly inexact: ReadonlySet<string>;
}

/**
 * Refuses names that cannot be meant. Of a query that does not say its columns, only those of relations are looked at.
 *
 * @throws TypeError for an empty key; a column that is selected twice; a relation without `query` or `on`, or with the
 * name of a column; a column of the key, of `on` or of `inexact` that is not selected.
 */
export function checkMembers<DB>({ columns, key, relations, inexact }: MemberNames<DB>): void {
  if (!Array.isArray(key) || key.length === 0) throw new TypeError("The source needs an order key.");
  const related = Object.entries(relations);
  for (const [name, { query, on }] of related) {
    if (typeof query !== "function") throw new TypeError(`The relation "${name}" needs a query.`);
    if (Object.keys(on ?? {}).length === 0) throw new TypeError(`The relation "${name}" needs a column in "on".`);
  }
  if (columns === null) return;
  const names = new Set(columns);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new TypeError(`The query selects two columns "${twice}".`);
  const hidden = related.find(([name]) => names.has(name));
  if (hidden !== undefined) throw new TypeError(`The relation "${hidden[0]}" has the name of a column.`);
  const keyed = key.map((column) => (typeof column === "string" ? column : column.desc));
  refuseUnknown(names, keyed, "the order key");
  for (const [name, { on }] of related) refuseUnknown(names, Object.values(on), `the relation "${name}"`);
  refuseUnknown(new Set([...names, ...Object.keys(relations)]), [...inexact], "inexact");
}

function refuseUnknown(known: ReadonlySet<string>, names: readonly string[], use: string): void {
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new TypeError(`The query selects no column "${unknown}" for ${use}.`);
}
