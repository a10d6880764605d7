import { z } from "zod";
import type { RowColumn } from "./row-column.js";

/** The schema of an option that names columns: any of them, in the order of the file, each once, at least one. */
export function columnNamesSchema(columns: readonly RowColumn<never>[], what: string) {
  const names = z.enum(
    columns.map(({ name }) => name),
    { error: `This ${what} does not exist.` },
  );
  return z
    .array(names)
    .min(1, { error: `Name at least one ${what}.` })
    .refine((chosen) => new Set(chosen).size === chosen.length, { error: `Name each ${what} once.` })
    .optional();
}

/** The columns of these names, in the order of the names; all when there are no names. */
export function chooseColumns<Column extends RowColumn<never>>(
  columns: readonly Column[],
  names: readonly string[] | undefined,
): readonly Column[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names === undefined ? columns : names.flatMap((name) => byName.get(name) ?? []);
}
