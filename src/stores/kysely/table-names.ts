import { type RawBuilder, sql } from "kysely";

/** A piece of a statement, with its parameters. */
export type Sql = RawBuilder<unknown>;

/** The place of a store's tables. The same for the store and its migrations. */
export interface TableNameOptions {
  /** PostgreSQL's schema or MySQL's database, which must exist; by default the connection's own. SQLite has none. */
  readonly schema?: string;
  /** The prefix of the names of tables and indexes: letters, digits and `_`, at most 32; by default `vasculum_`. */
  readonly tablePrefix?: string;
}

/** The tables, quoted for SQL. */
export interface TableNames {
  readonly exports: Sql;
  /** Rows that creates lock to wait for one another. */
  readonly locks: Sql;
  /** An index of `exports`, which lives in its schema. */
  index(name: string): Sql;
}

/** @throws TypeError when a name cannot be one. */
export function tableNames({ schema, tablePrefix = "vasculum_" }: TableNameOptions): TableNames {
  if (!/^[a-z_][a-z0-9_]{0,31}$/i.test(tablePrefix))
    throw new TypeError("A tablePrefix must be letters, digits and _, at most 32.");
  if (schema === "") throw new TypeError("A schema must have a name.");
  const table = (name: string) => sql.id(...(schema === undefined ? [] : [schema]), `${tablePrefix}${name}`);
  return {
    exports: table("export"),
    locks: table("export_lock"),
    index: (name) => sql.id(`${tablePrefix}export_${name}`),
  };
}
