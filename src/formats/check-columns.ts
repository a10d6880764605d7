import type { RowColumn } from "./row-column.js";

/** A frozen copy of the columns. @throws TypeError when there are none, or when a name repeats. */
export function checkColumns<Column extends RowColumn<never>>(columns: readonly Column[]): readonly Column[] {
  if (columns.length === 0) throw new TypeError("A format needs at least one column.");
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name)) throw new TypeError(`The column "${name}" occurs twice.`);
    names.add(name);
  }
  return Object.freeze([...columns]);
}
