import { type Kysely, type OperationNodeSource, sql } from "kysely";
import type { DataSource, OpenOptions } from "../../contracts/data-source.js";
import type { Scope } from "../../contracts/scope.js";
import { MAX_ROW_BYTES, checkBatchSize } from "../../rows/row-limits.js";
import { ExactReads } from "./exact-reads.js";
import { KyselySnapshot, type KyselyView } from "./kysely-snapshot.js";
import type { OrderKey, SourceRow } from "./order-key.js";
import { pickRows } from "./pick-rows.js";
import type { Relations } from "./related-rows.js";
import type { SnapshotDialect } from "./snapshot-dialect.js";
import { MOST_ROWS } from "./snapshot-options.js";
import { columnsOf, narrowed, scopedSelection, selectOf } from "./source-query.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** A source that can be narrowed to what an exporter reads. */
export interface KyselySource<Row, Query, DB = unknown> extends DataSource<Row, Query> {
  open(options: OpenOptions): Promise<KyselyView<Row, Query, DB>>;
  /**
   * The same source, whose rows have these members alone: other columns are not fetched, other relations not loaded. The query, its
   * filters and the order of rows stay, whether their columns are picked or not. With a relation all columns are fetched, since its
   * query may look at any of them; rows still have the picked ones alone.
   *
   * @throws TypeError when nothing is named, or something that the rows do not have.
   */
  pick<Member extends keyof Row & string>(
    ...members: [Member, ...Member[]]
  ): KyselySource<Pick<Row, Member>, Query, DB>;
}

/** A row of a source. */
export type RowOf<Source> = Source extends DataSource<infer Row, infer _Query> ? Row : never;

/** The query that a source's filter backends narrow. */
export type QueryOf<Source extends { queryset(): unknown }> = ReturnType<Source["queryset"]>;

/** The parts of a source: the host's options, resolved. */
export interface ResolvedSourceOptions<DB> extends Pick<DataSource<never, never>, "projectName"> {
  readonly db: Kysely<DB>;
  readonly query: OperationNodeSource;
  readonly key: OrderKey;
  readonly relations: Relations<DB>;
  readonly dialect: SnapshotDialect;
  readonly inexact: ReadonlySet<string>;
  /** The query without its conditions, restricted to the scope's rows. */
  scoped(scope: Scope): OperationNodeSource;
  openSnapshot(opening: Pick<OpenOptions, "scope" | "signal">): Promise<SourceSnapshot>;
}

/** A {@link KyselySource} once its types are no longer known. */
export interface PickableSource extends DataSource<SourceRow, OperationNodeSource> {
  pick(...members: readonly string[]): PickableSource;
}

/** The source of rows that have these members, columns and relations; null for whole rows. */
export function kyselySource<DB>(
  options: ResolvedSourceOptions<DB>,
  members: ReadonlySet<string> | null,
): PickableSource {
  const { db, query, key, dialect, inexact, projectName } = options;
  const queryset = selectOf(query);
  const picked = pickRows(members, options);
  const columns = columnsOf(queryset);
  const known = members ?? (columns && new Set([...columns, ...Object.keys(options.relations)]));
  return Object.freeze<PickableSource>({
    queryset: () => query,
    open: async ({ scope, signal, batchSize, maxRowBytes = MAX_ROW_BYTES }) => {
      checkBatchSize(batchSize, MOST_ROWS);
      const selection = scopedSelection(queryset, options.scoped(scope).toOperationNode());
      const snapshot = await options.openSnapshot({ scope, signal });
      try {
        const reads = await ExactReads.open({ db, snapshot, dialect, inexact });
        const read = await reads.of(
          sql`select ${picked.columns} from ${narrowed(selection, queryset)} as ${sql.id("r")}`.compile(db),
          key.names,
        );
        return new KyselySnapshot({
          db,
          snapshot,
          dialect,
          selection,
          key,
          picked,
          read,
          reads,
          batchSize,
          signal,
          rowBytes: maxRowBytes,
        });
      } catch (error) {
        await snapshot[Symbol.asyncDispose]();
        throw error;
      }
    },
    pick: (...names) => kyselySource(options, pickedOf(names, known)),
    ...(projectName === undefined ? {} : { projectName }),
  });
}

function pickedOf(names: readonly string[], known: ReadonlySet<string> | null): ReadonlySet<string> {
  if (names.length === 0) throw new TypeError("Name at least one column or relation to pick.");
  const unknown = names.find((name) => known !== null && !known.has(name));
  if (unknown !== undefined) throw new TypeError(`The rows have no "${unknown}" to pick.`);
  return new Set(names);
}
