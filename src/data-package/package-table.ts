/** The rules that the values of a field obey (Table Schema v1). */
export interface FieldConstraints {
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  /** A regular expression of the whole text. */
  readonly pattern?: string;
}

/** A field of a table, as its standard has it. */
export interface PackageField<Name extends string = string> {
  readonly name: Name;
  readonly type: "string" | "number" | "integer" | "boolean" | "datetime" | "any";
  readonly format?: string;
  readonly constraints?: FieldConstraints;
  /** The IRI of the term that it means, or that it is a case of. Absent where the standard names none. */
  readonly term?: string;
}

/** A field that holds keys of another table. */
export interface PackageForeignKey {
  readonly field: string;
  /** The name of the table; its own for a key within the table. */
  readonly table: string;
  /** The relation in words, where the standard has some. */
  readonly predicate?: string;
}

/** A table of a data package. */
export interface PackageTable<Name extends string = string> {
  readonly name: string;
  /** By default the name with `.csv`. */
  readonly path?: string;
  readonly fields: readonly PackageField<Name>[];
  /** The field whose values identify rows. */
  readonly primaryKey?: Name;
  /** Without a primary key: the fields whose values together come once. No descriptor names them. */
  readonly identity?: readonly Name[];
  readonly foreignKeys?: readonly PackageForeignKey[];
  /** The field that names rows beyond the package (Darwin Core Data Package). It may be empty, and its values are not checked. */
  readonly weakPrimaryKey?: Name;
  /** Fields that name rows of other tables by their weak keys. Such a row may be missing. */
  readonly weakForeignKeys?: readonly PackageForeignKey[];
  /** Texts that readers take for no value, beside the empty one. */
  readonly missingValues?: readonly string[];
  /** The address of its schema. Without it the descriptor holds the schema. */
  readonly schema?: string;
  /**
   * The fate of rows that have one key, or one identity. `"once"`: the first is written, whichever row of the source it comes from, and the keys are held in memory.
   * `"grouped"`: the same among consecutive rows of a group, and for rows of no group. By default a key that comes twice is an error.
   */
  readonly repeats?: "once" | "grouped";
}

/**
 * Checks a table: field names that differ, keys that are fields.
 *
 * @throws TypeError.
 */
export function createPackageTable<const Name extends string>(table: PackageTable<Name>): PackageTable<Name> {
  const { name, fields, primaryKey, identity = [], foreignKeys = [], weakPrimaryKey, weakForeignKeys = [] } = table;
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) throw new TypeError(`A table is named like "media", not "${name}".`);
  const names = new Set<string>(fields.map((field) => field.name));
  if (names.size < fields.length) throw new TypeError(`The table ${name} has a field twice.`);
  const links = [...foreignKeys, ...weakForeignKeys].map(({ field }) => field);
  const own = primaryKey === undefined ? identity : [primaryKey];
  const keys = [...own, ...(weakPrimaryKey === undefined ? [] : [weakPrimaryKey]), ...links];
  const absent = keys.find((field) => !names.has(field));
  if (absent !== undefined) throw new TypeError(`The table ${name} has no field ${absent}, which is a key.`);
  return Object.freeze({ ...table, fields: Object.freeze([...fields]) });
}

/** The name of a table's file. */
export function pathOf({ name, path }: Pick<PackageTable, "name" | "path">): string {
  return path ?? `${name}.csv`;
}
