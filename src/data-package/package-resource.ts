import type { PackageForeignKey, PackageTable } from "./package-table.js";
import type { WrittenTable } from "./write-package.js";

/** A written table as datapackage.json names it (Tabular Data Resource v1). */
export function packageResource(
  { table, path, bytes, sha256, compression }: WrittenTable,
  schema: string | object,
): object {
  return {
    name: table.name,
    path,
    profile: "tabular-data-resource",
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    ...(compression === undefined ? {} : { compression }),
    bytes,
    hash: `sha256:${sha256}`,
    schema,
  };
}

/** The schema of a table (Table Schema v1). A term is the field's `rdfType`. */
export function tableSchema(table: PackageTable, tables: readonly PackageTable[]): object {
  const { fields, primaryKey, foreignKeys = [], missingValues } = table;
  return {
    fields: fields.map(({ term, ...field }) => (term === undefined ? field : { ...field, rdfType: term })),
    ...(missingValues === undefined ? {} : { missingValues }),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys: foreignKeyList(table, tables) }),
  };
}

/** The foreign keys of a table, as far as they point at tables that are written. A key within the table names no resource. */
export function foreignKeyList(table: PackageTable, tables: readonly PackageTable[]): readonly object[] {
  return keyList(table.name, table.foreignKeys, (name) => tables.find((one) => one.name === name)?.primaryKey);
}

/** The weak foreign keys of a table, in the same way. */
export function weakForeignKeyList(table: PackageTable, tables: readonly PackageTable[]): readonly object[] {
  return keyList(table.name, table.weakForeignKeys, (name) => tables.find((one) => one.name === name)?.weakPrimaryKey);
}

function keyList(
  name: string,
  keys: readonly PackageForeignKey[] = [],
  keyOf: (table: string) => string | undefined,
): readonly object[] {
  return keys.flatMap(({ field, table, predicate }) => {
    const key = keyOf(table);
    if (key === undefined) return [];
    const reference = { resource: table === name ? "" : table, fields: key };
    return [{ fields: field, ...(predicate === undefined ? {} : { predicate }), reference }];
  });
}
