import type { PackageTable } from "../data-package/package-table.js";

/**
 * Checks the tables of a package: each of them once, and with all those that their rows must point at.
 *
 * @throws TypeError that names the first fault.
 */
export function checkGivenTables(tables: readonly PackageTable[]): void {
  const names = new Set(tables.map(({ name }) => name));
  if (names.size === 0 || names.size < tables.length) throw new TypeError("A package has tables, each of them once.");
  for (const { name, fields, foreignKeys = [] } of tables) {
    const required = new Set(fields.filter(({ constraints }) => constraints?.required).map((field) => field.name));
    const stray = foreignKeys.find(({ field, table }) => required.has(field) && !names.has(table));
    if (stray === undefined) continue;
    throw new TypeError(`The table ${name} needs ${stray.table}: each of its rows has a ${stray.field}. Give both.`);
  }
}
