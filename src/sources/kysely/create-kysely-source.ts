/*
 * How a Kysely source works, and why.
 *
 * - A snapshot is one read-only transaction on a connection of its own (`source-snapshot.ts`). Count, rows and related rows see one moment.
 *   `snapshot-dialect.ts` holds what differs between PostgreSQL, MySQL and SQLite.
 * - On PostgreSQL more connections may join the view (`snapshot-reader.ts`). The pool has one second to give one: exports that wait for
 *   each other's connections would block the host's pool.
 * - Rows come in pages after the last key (`keyset-pages.ts`). OFFSET becomes slower with each page, and driver streams hang for ever
 *   when the connection is lost. Each page asks for one row more, which shows whether a key repeats.
 * - Pages are bounded by bytes too (`page-size.ts`). PostgreSQL measures the rows of a page before it sends them (`bounded-select.ts`).
 *   MySQL and SQLite sum up the lengths of a page in a statement before it (`fitting-rows.ts`), which takes about a tenth of the time.
 * - Related rows come by one statement for a whole page (`related-rows.ts`). A row that belongs to none of the page ends the export:
 *   it may be a row that was lost.
 * - The scope's conditions are added after all filters, each in parentheses (`source-query.ts`). Neither a filter nor an `or` in raw SQL
 *   can take them off.
 * - Every session begins with fixed settings (`snapshot-dialect.ts`, `mysql-session.ts`): time zone, quotes, forms of text. What a server,
 *   a role or a database sets does not change what is exported.
 * - On PostgreSQL `declared-columns.ts` asks for the types of columns. `exact-select.ts` casts those whose values drivers alter, and
 *   `exact-reads.ts` makes values of the texts, before the host's plugins see them.
 * - PostgreSQL gives most values of a row as one text of JSON (`packed-rows.ts`), which takes a driver half the time of twenty columns.
 *   `unchanged-types.ts` finds out which types the host has no parser of its own for.
 * - `altered-values.ts` asks the driver for test values. On MySQL and SQLite a value that it altered is refused.
 */
import type { Kysely, SelectQueryBuilder } from "kysely";
import type { DataSource, OpenOptions } from "../../contracts/data-source.js";
import type { Scope } from "../../contracts/scope.js";
import { within } from "../../async/within.js";
import { checkMembers } from "./check-members.js";
import type { ExactRow } from "./exact-row.js";
import { type KyselySource, kyselySource } from "./kysely-source.js";
import { type KeyColumn, type OrderColumns, OrderKey } from "./order-key.js";
import type { KyselyRelation, Relations } from "./related-rows.js";
import { snapshotDialect } from "./snapshot-dialect.js";
import { snapshotDefaults, type SnapshotOptions } from "./snapshot-options.js";
import { columnsOf, selectOf } from "./source-query.js";
import { openSourceSnapshot, type SourceSnapshot, type SourceSnapshotOptions } from "./source-snapshot.js";

/** A row of the query, with its related rows as lists. Times are text, but in what is `Inexact`. */
export type KyselyRow<Row, Related, Inexact = never> = Readonly<ExactRow<Row, Inexact>> & {
  readonly [Name in keyof Related]: readonly (Name extends Inexact ? Related[Name] : ExactRow<Related[Name]>)[];
};

/** The table, scope and order of a Kysely source. */
export interface KyselySourceOptions<
  DB,
  Tables,
  Table extends keyof Tables,
  Row,
  Key extends string,
  Related,
  Inexact = never,
>
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
   * MySQL's enum, set, bit and float columns cannot be keys: it orders them in another way than it compares them with a
   * value. Reading would end with `SOURCE_ORDER_NOT_UNIQUE`, or give fewer rows than `count`. Select a cast of them:
   * enum and set as `char`, bit as `unsigned`, float as `double`.
   */
  readonly key: OrderColumns<Key>;
  /**
   * Restricts the query to the scope's rows, by `where` alone. It gets the query without its own conditions: those are demanded beside
   * the scope's, and beside whatever filters made of the query. A raw `or` in one of them does not reach the others.
   */
  scope(
    query: SelectQueryBuilder<NoInfer<Tables>, NoInfer<Table>, NoInfer<Row>>,
    scope: Scope,
  ): SelectQueryBuilder<NoInfer<Tables>, NoInfer<Table>, NoInfer<Row>>;
  /** Rows of other tables, by the member they become. */
  readonly relations?: {
    readonly [Name in keyof Related]: KyselyRelation<DB, ExactRow<NoInfer<Row>, NoInfer<Inexact>>, Related[Name]>;
  };
  /**
   * Columns and relations whose values are given as the host's driver reads them: prices that are to be numbers, times that are to be
   * `Date`. They may lose digits, microseconds or their zone.
   */
  readonly inexact?: readonly Inexact[];
  /**
   * Opens a connection of a snapshot's own, which is destroyed with it; by default one of `db` is held. SQLite needs this unless `db`
   * is used for nothing else, since a Kysely has but one connection to it.
   */
  connect?(): Kysely<DB>;
}

/** Refuses keys of which a column is not among the row's, or may be null. Apart from the options, so that rows are inferred first. */
export type NeverNull<Key, Row> = [Key] extends [KeyColumn<Row>]
  ? unknown
  : { readonly key: OrderColumns<KeyColumn<Row>> };

/**
 * Refuses a name in `inexact` that the rows do not have. TypeScript checks the options once before it has looked at functions in them, when
 * it knows rows by their key alone, with values of `any`. Names in the answer it would take for those of relations.
 */
export type AmongMembers<Inexact, Row, Related> = unknown extends Row | Row[keyof Row]
  ? unknown
  : [Inexact] extends [keyof Row | keyof Related]
    ? unknown
    : { readonly inexact: readonly never[] };

/**
 * Any table or join on PostgreSQL, PGlite, MySQL, MariaDB or SQLite, through the host's Kysely.
 *
 * A snapshot is one read-only transaction: `REPEATABLE READ` on PostgreSQL, a consistent snapshot on MySQL, a read transaction of a
 * WAL file on SQLite. Rows are read page by page after the last key, a page of 10,000 at most: a larger `batchSize` is a TypeError.
 * Filter backends take the query builder and add conditions with `where`; other changes of it are refused, by the scope too.
 *
 * Guard the pool with `guardPool` or `guardMysqlPool`. Give it two connections per export at work, and two more. One is
 * the snapshot's own; others join it (on PostgreSQL) or stop it, where the pool has them to spare.
 *
 * Values are exact. On PostgreSQL times, intervals, decimals and money are text; instants and intervals are ISO 8601.
 * JSON is parsed with every digit kept. Lists are lists of such values, whatever parsers the host's driver has. On
 * MySQL and SQLite the driver is probed when the source opens, and a value that it altered is refused.
 *
 * Opening throws ExportError `SOURCE_FAILED`, also when the scope did more than add conditions. It throws
 * `SOURCE_DRIVER_LOSSY` where a driver of PostgreSQL has a parser of the host's own for text. Reading throws
 * `SOURCE_DRIVER_LOSSY` at the first value that was altered; `SOURCE_ORDER_NOT_UNIQUE` when a key repeats or is null;
 * `SOURCE_FAILED` when a related row belongs to none of the rows; `FILTER_FAILED` when a filter did more than add
 * conditions. MySQL does not say which columns are decimals: where mysql2 is to read numbers (`decimalNumbers`), a
 * number with more than 15 digits counts as altered, even a double. A decimal that was rounded to fewer digits passes.
 *
 * @throws TypeError when the query, the key, a relation or the database cannot be read so; when a named column is not
 * selected.
 * @example
 * ```ts
 * const source = createKyselySource(db, {
 *   query: (tables) => tables.selectFrom("sighting").select(["id", "day", "species"]),
 *   key: ["id"], // a UUID: unique, never null, and the index of the scope goes on with it
 *   scope: (query, { projectId }) => query.where("organisation_id", "=", String(projectId)),
 * });
 * ```
 */
export function createKyselySource<
  DB,
  Tables,
  Table extends keyof Tables,
  Row,
  Key extends string,
  Related = Record<never, never>,
  Inexact extends string = never,
>(
  db: Kysely<DB>,
  options: KyselySourceOptions<DB, Tables, Table, Row, Key, Related, Inexact> &
    NeverNull<Key, Row> &
    AmongMembers<Inexact, Row, Related>,
): KyselySource<KyselyRow<Row, Related, Inexact>, SelectQueryBuilder<Tables, Table, Row>, DB> {
  if (typeof db?.getExecutor !== "function") throw new TypeError("The source needs a Kysely.");
  if (typeof options.scope !== "function") throw new TypeError("The source needs a scope.");
  const dialect = snapshotDialect(db);
  const { session, ...limits } = snapshotDefaults(options);
  // Plugins rewrite a query once, when it is run.
  const query = options.query(db.withoutPlugins());
  const key: OrderColumns<string> = options.key;
  const relations = (options.relations ?? {}) as Relations<DB>; // the option's type has tied names and rows together
  const inexact = new Set(options.inexact);
  checkMembers({ columns: columnsOf(selectOf(query)), key, relations, inexact });
  const resolved = {
    db,
    query,
    key: new OrderKey(key, dialect),
    relations,
    dialect,
    inexact,
    scoped: (scope: Scope) => options.scope(query.clearWhere(), scope),
    openSnapshot: async ({ scope, signal }: Pick<OpenOptions, "scope" | "signal">) =>
      await openSnapshot(options.connect, db, { ...limits, prelude: session(scope), signal, dialect }),
    ...(options.projectName === undefined ? {} : { projectName: options.projectName }),
  };
  // As the types of the query and of the relations say.
  return kyselySource(resolved, null) as KyselySource<
    KyselyRow<Row, Related, Inexact>,
    SelectQueryBuilder<Tables, Table, Row>,
    DB
  >;
}

/** Limits the wait for the end of a connection that a snapshot opened itself. */
const DESTROY_MS = 1_500;

/** On connections of `db`, or of one of the snapshot's own. */
async function openSnapshot<DB>(
  connect: (() => Kysely<DB>) | undefined,
  db: Kysely<DB>,
  options: SourceSnapshotOptions,
): Promise<SourceSnapshot> {
  const own = connect?.();
  // Plugins have their part when a statement is compiled, and again when its values are exact.
  if (own === undefined) return await openSourceSnapshot(db.withoutPlugins(), options);
  // A driver may wait for a server that never answers before it lets go.
  const destroy = (): Promise<void> => within(own.destroy(), DESTROY_MS, undefined);
  try {
    const snapshot = await openSourceSnapshot(own.withoutPlugins(), options);
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
