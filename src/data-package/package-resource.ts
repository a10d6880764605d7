import type { PackageTable } from "./package-table.js";
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
export function foreignKeyList(
  { name, foreignKeys = [] }: PackageTable,
  tables: readonly PackageTable[],
): readonly object[] {
  return foreignKeys.flatMap(({ field, table, predicate }) => {
    const other = tables.find((one) => one.name === table);
    if (other?.primaryKey === undefined) return [];
    const reference = { resource: table === name ? "" : table, fields: other.primaryKey };
    return [{ fields: field, ...(predicate === undefined ? {} : { predicate }), reference }];
  });
}
