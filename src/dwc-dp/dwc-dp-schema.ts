import { foreignKeyList, weakForeignKeyList } from "../data-package/package-resource.js";
import type { PackageTable } from "../data-package/package-table.js";

/** A table as the official files define it. */
export type DwcDpDefinition = Readonly<Record<string, unknown>>;

/**
 * The schema of a table, as its resource has it. Without a definition a field's name is its title, and its description points at its term. Keys
 * of tables that are not written are left out: no reader could follow them.
 */
export function dwcDpSchema(
  table: PackageTable,
  tables: readonly PackageTable[],
  definition: DwcDpDefinition | undefined,
): object {
  if (definition !== undefined) return { ...definition, ...writtenKeys(definition, new Set(tables.map(nameOf))) };
  const { fields, primaryKey, weakPrimaryKey } = table;
  const foreignKeys = foreignKeyList(table, tables);
  const weakForeignKeys = weakForeignKeyList(table, tables);
  return {
    fields: fields.map(({ name, term, ...field }) => ({
      ...{ name, title: name, description: `See ${term ?? "the standard"}.`, ...field },
      "dcterms:isVersionOf": term,
    })),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(weakPrimaryKey === undefined ? {} : { weakPrimaryKey }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    ...(weakForeignKeys.length === 0 ? {} : { weakForeignKeys }),
  };
}

const nameOf = ({ name }: PackageTable): string => name;

function writtenKeys(definition: DwcDpDefinition, written: ReadonlySet<string>): object {
  const kept = ["foreignKeys", "weakForeignKeys"].flatMap((member) => {
    const keys = definition[member];
    return Array.isArray(keys) ? [[member, keys.filter((key) => isWritten(key, written))] as const] : [];
  });
  return Object.fromEntries(kept);
}

function isWritten(key: unknown, written: ReadonlySet<string>): boolean {
  const { reference } = key as { readonly reference?: { readonly resource?: unknown } }; // of Table Schema
  const resource = reference?.resource;
  return resource === "" || (typeof resource === "string" && written.has(resource));
}
