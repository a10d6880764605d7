import type { Kysely, SelectQueryBuilder } from "kysely";
import type { DataSource } from "../../contracts/data-source.js";
import type { Scope } from "../../contracts/scope.js";
import { within } from "../../core/ports/within.js";
import { checkMembers } from "./check-members.js";
import { type KyselySource, kyselySource } from "./kysely-source.js";
import { type KeyColumn, OrderKey, type OrderParts } from "./order-key.js";
import type { KyselyRelation, Relations } from "./related-rows.js";
import { engineOf } from "./snapshot-engine.js";
import { snapshotDefaults, type SnapshotOptions } from "./snapshot-options.js";
import { columnsOf, selectOf } from "./source-query.js";
import { openSourceSnapshot, type SourceSnapshot, type SourceSnapshotOptions } from "./source-snapshot.js";

/** A row of the query, with its related rows as lists. */
export type KyselyRow<Row, Related> = { readonly [Column in keyof Row]: Row[Column] } & {
  readonly [Name in keyof Related]: readonly Related[Name][];
};

/** What a Kysely source reads, of whom, and in which order. */
export interface KyselySourceOptions<DB, Tables, Table extends keyof Tables, Row, Key extends string, Related>
  extends Pick<DataSource<never, never>, "projectName">, SnapshotOptions {
  /**
   * The rows, all projects together: a select with joins, groups and conditions as needed. Limits, unions and orders belong into
   * subqueries of it. Called once.
   */
  query(db: Kysely<DB>): SelectQueryBuilder<Tables, Table, Row>;
  /**
   * Selected columns that are never null and together unique; rows come in their order. An index that begins with the scope's column
   * and goes on with these makes every page as fast as the first. Text is ordered and compared by the column's own collation.
   *
   * MySQL's enum, set, bit and float columns cannot be keys: it orders them in another way than it compares them with a value, so that
   * reading ends with `SOURCE_ORDER_NOT_UNIQUE`, or gives fewer rows than `count`. Select a cast of them: enum and set as `char`, bit as
   * `unsigned`, float as `double`.
   */
  readonly key: OrderParts<Key>;
  /**
   * Restricts the query to the scope's rows, by `where` alone. It gets the query without its own conditions: those are demanded beside
   * the scope's, and beside whatever filters made of the query. A raw `or` in one of them does not reach the others.
   */
  scope(
    query: SelectQueryBuilder<NoInfer<Tables>, NoInfer<Table>, NoInfer<Row>>,
    scope: Scope,
  ): SelectQueryBuilder<NoInfer<Tables>, NoInfer<Table>, NoInfer<Row>>;
  /** Rows of other tables, by the member they become. */
  readonly relations?: { readonly [Name in keyof Related]: KyselyRelation<DB, NoInfer<Row>, Related[Name]> };
  /** Columns and relations whose values may lose microseconds or digits in the host's driver: prices that it reads as numbers. */
  readonly inexact?: readonly (keyof NoInfer<Row> | keyof Related)[];
  /**
   * Opens a connection of a snapshot's own, which is destroyed with it; by default one of `db` is held. SQLite needs this unless `db`
   * is used for nothing else, since a Kysely has but one connection to it.
   */
  connect?(): Kysely<DB>;
}

/** Refuses keys of which a column is not among the row's, or may be null. Apart from the options, so that rows are inferred first. */
export type NeverNull<Key, Row> = [Key] extends [KeyColumn<Row>] ? unknown : { readonly key: OrderParts<KeyColumn<Row>> };

/**
 * Any table or join on PostgreSQL, PGlite, MySQL, MariaDB or SQLite, through the host's Kysely.
 *
 * A snapshot is one read-only transaction: `REPEATABLE READ` on PostgreSQL, a consistent snapshot on MySQL, a read transaction of a
 * WAL file on SQLite. Rows are read page by page after the last key, a page of 10,000 at most: a larger `batchSize` is a TypeError.
 * Filter backends take the query builder and add conditions with `where`; other changes of it are refused, by the scope too.
 *
 * A pool should be guarded, by `guardPool` or `guardMysqlPool`, and hold two connections per export at work and two more: one is the
 * snapshot's own, others join it (on PostgreSQL) or stop it, where the pool has them to spare.
 *
 * The host's driver is probed when the source opens. Opening throws ExportError `SOURCE_FAILED`, also when the scope did more than add
 * conditions, and `SOURCE_DRIVER_LOSSY` when the driver would make a `Date` or a number of a time or a decimal of PostgreSQL's, whatever
 * its rows hold. Reading throws `SOURCE_DRIVER_LOSSY` at the first value that was altered, `SOURCE_ORDER_NOT_UNIQUE` when a key repeats
 * or is null, `SOURCE_FAILED` when a related row belongs to none of the rows, `FILTER_FAILED` when a filter did more than add
 * conditions. MySQL does not say which columns are decimals: where mysql2 is to read numbers (`decimalNumbers`), a number with more
 * than 15 digits counts as altered, be it a double; a decimal that was rounded to fewer passes.
 *
 * @throws TypeError when the query, the key, a relation or the database is not one that can be read so, or a column is named that the
 * query does not select.
 */
export function createKyselySource<DB, Tables, Table extends keyof Tables, Row, Key extends string, Related = Record<never, never>>(
  db: Kysely<DB>,
  options: KyselySourceOptions<DB, Tables, Table, Row, Key, Related> & NeverNull<Key, Row>,
): KyselySource<KyselyRow<Row, Related>, SelectQueryBuilder<Tables, Table, Row>> {
  if (typeof db?.getExecutor !== "function") throw new TypeError("The source needs a Kysely.");
  if (typeof options.scope !== "function") throw new TypeError("The source needs a scope.");
  const engine = engineOf(db);
  const limits = snapshotDefaults(options);
  // Plugins rewrite a query once, when it is run.
  const query = options.query(db.withoutPlugins());
  const key: OrderParts<string> = options.key;
  const relations = (options.relations ?? {}) as Relations<DB>; // the option's type has tied names and rows together
  const inexact = new Set(options.inexact?.map(String));
  checkMembers({ columns: columnsOf(selectOf(query)), key, relations, inexact });
  const parts = {
    db,
    query,
    key: new OrderKey(key, engine),
    relations,
    engine,
    inexact,
    scoped: (scope: Scope) => options.scope(query.clearWhere(), scope),
    openSnapshot: (signal: AbortSignal) => openSnapshot(options.connect, db, { ...limits, signal, engine }),
    ...(options.projectName === undefined ? {} : { projectName: options.projectName }),
  };
  // As the types of the query and of the relations say.
  return kyselySource(parts, null) as KyselySource<KyselyRow<Row, Related>, SelectQueryBuilder<Tables, Table, Row>>;
}

/** How long the end of a connection of a snapshot's own is waited for. */
const DESTROY_MS = 1_500;

/** On connections of `db`, or of one of the snapshot's own. */
async function openSnapshot<DB>(
  connect: (() => Kysely<DB>) | undefined,
  db: Kysely<DB>,
  options: SourceSnapshotOptions,
): Promise<SourceSnapshot> {
  const own = connect?.();
  if (own === undefined) return await openSourceSnapshot(db, options);
  // A driver may wait for a server that never answers before it lets go.
  const destroy = (): Promise<void> => within(own.destroy(), DESTROY_MS, undefined);
  try {
    const snapshot = await openSourceSnapshot(own, options);
    return {
      run: (statement) => snapshot.run(statement),
      [Symbol.asyncDispose]: async () => {
        await snapshot[Symbol.asyncDispose]();
        await destroy();
      },
    };
  } catch (error) {
    await destroy();
    throw error;
  }
}
