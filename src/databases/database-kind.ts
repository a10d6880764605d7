import type { Kysely } from "kysely";

/** The databases that sources and stores work on. PGlite is `postgres`, MariaDB is `mysql`, libsql is `sqlite`. */
export type DatabaseKind = "postgres" | "mysql" | "sqlite";

/**
 * Returns the kind of a Kysely's database, by what its adapter can do. Other dialects of these databases extend the same adapters, and
 * `instanceof` fails across copies of Kysely.
 *
 * @param user - what works on the database, as the message names it: `The source`.
 * @throws TypeError for a database of another kind.
 */
export function databaseKind<DB>(db: Kysely<DB>, user: string): DatabaseKind {
  const { supportsOutput, supportsReturning, supportsTransactionalDdl } = db.getExecutor().adapter;
  if (supportsOutput === true) throw new TypeError(`${user} works on PostgreSQL, MySQL, MariaDB and SQLite.`);
  if (!supportsReturning) return "mysql";
  return supportsTransactionalDdl ? "postgres" : "sqlite";
}
