import type { PackageField, PackageTable } from "./package-table.js";

/** The values a cell may be made from; null, undefined and the empty text leave it empty. */
export type PackageValue = string | number | boolean | null | undefined;

/** The values of a row for the fields of a table, by their names. Fields without a value stay empty. */
export type TableValues<Row, Context = unknown, Name extends string = string> = {
  readonly [Field in Name]?: (row: Row, context: Context) => PackageValue;
};

/** A table, and how rows of one kind fill it. */
export interface TableMap<Row, Context = unknown> {
  readonly table: PackageTable;
  /** One for each field of the table, in its order. */
  readonly values: readonly (((row: Row, context: Context) => PackageValue) | null)[];
}

/**
 * Joins a table and the values of its fields.
 *
 * @throws TypeError for a required field without a value, and for a name that is no field.
 */
export function mapTable<Row, Context, Name extends string>(
  table: PackageTable<Name>,
  values: TableValues<Row, Context, Name>,
): TableMap<Row, Context> {
  const given = new Map<string, unknown>(Object.entries(values).filter(([, value]) => value !== undefined));
  const known = new Set<string>(table.fields.map(({ name }) => name));
  for (const [name, value] of given) {
    if (!known.has(name)) throw new TypeError(`The table ${table.name} has no field "${name}".`);
    if (typeof value !== "function") throw new TypeError(`The field ${name} of ${table.name} must be a function.`);
  }
  const missing = table.fields.filter((field) => isRequired(field) && !given.has(field.name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    throw new TypeError(`The table ${table.name} needs a value for: ${names}.`);
  }
  return Object.freeze({ table, values: Object.freeze(table.fields.map(({ name }) => values[name] ?? null)) });
}

function isRequired({ constraints }: PackageField): boolean {
  return constraints?.required === true;
}
