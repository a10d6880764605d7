import type { PackageTable } from "./package-table.js";

/** A field that points at another table. */
export interface TableLink {
  readonly field: string;
  readonly index: number;
  readonly table: string;
  /** Whether the row that it points at may come later. */
  readonly isAwaited: boolean;
}

/** The foreign keys of tables, but for those of tables that are left out. */
export function linksOf(
  tables: readonly PackageTable[],
  leftOut: readonly string[],
): ReadonlyMap<string, readonly TableLink[]> {
  const byName = new Map(tables.map((table) => [table.name, table]));
  return new Map(
    tables.map(({ name, fields, foreignKeys = [] }) => [
      name,
      foreignKeys.flatMap(({ field, table }): readonly TableLink[] => {
        const index = fields.findIndex((one) => one.name === field);
        return leftOut.includes(table)
          ? []
          : [{ field, index, table, isAwaited: byName.get(table)?.repeats === "once" }];
      }),
    ]),
  );
}
