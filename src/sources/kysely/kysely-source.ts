import { type Kysely, type OperationNodeSource, sql } from "kysely";
import type { DataSource } from "../../contracts/data-source.js";
import type { Scope } from "../../contracts/scope.js";
import { probeDriver } from "./altered-values.js";
import { checkBatchSize } from "./check-batch-size.js";
import { KyselySnapshot } from "./kysely-snapshot.js";
import type { OrderKey, SourceRow } from "./order-key.js";
import { pickRows } from "./pick-rows.js";
import type { Relations } from "./related-rows.js";
import type { SnapshotEngine } from "./snapshot-engine.js";
import { columnsOf, narrowed, scopedSelection, selectOf } from "./source-query.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** A source that can be narrowed to what an exporter reads. */
export interface KyselySource<Row, Query> extends DataSource<Row, Query> {
  /**
   * The same source, whose rows have these members alone: other columns are not fetched, other relations not loaded. The query, its
   * filters and the order of rows stay, whether their columns are picked or not. With a relation all columns are fetched, since its
   * query may look at any of them; rows still have the picked ones alone.
   *
   * @throws TypeError when nothing is named, or something that the rows do not have.
   */
  pick<Member extends keyof Row & string>(...members: [Member, ...Member[]]): KyselySource<Pick<Row, Member>, Query>;
}

/** What a source is made of. */
export interface KyselySourceParts<DB> extends Pick<DataSource<never, never>, "projectName"> {
  readonly db: Kysely<DB>;
  readonly query: OperationNodeSource;
  readonly key: OrderKey;
  readonly relations: Relations<DB>;
  readonly engine: SnapshotEngine;
  readonly inexact: ReadonlySet<string>;
  /** The query without its conditions, restricted to the scope's rows. */
  scoped(scope: Scope): OperationNodeSource;
  openSnapshot(signal: AbortSignal): Promise<SourceSnapshot>;
}

/** A {@link KyselySource} once its types are no longer known. */
export interface PickableSource extends DataSource<SourceRow, OperationNodeSource> {
  pick(...members: readonly string[]): PickableSource;
}

/** The source of rows that have these members, columns and relations; null for whole rows. */
export function kyselySource<DB>(parts: KyselySourceParts<DB>, members: ReadonlySet<string> | null): PickableSource {
  const { db, query, key, engine, inexact, projectName } = parts;
  const queryset = selectOf(query);
  const picked = pickRows(members, parts);
  const columns = columnsOf(queryset);
  const known = members ?? (columns && new Set([...columns, ...Object.keys(parts.relations)]));
  return Object.freeze<PickableSource>({
    queryset: () => query,
    open: async ({ scope, signal, batchSize }) => {
      checkBatchSize(batchSize);
      const selection = scopedSelection(queryset, parts.scoped(scope).toOperationNode());
      const snapshot = await parts.openSnapshot(signal);
      try {
        const checks = await probeDriver(snapshot, { engine, inexact });
        const check = await checks(sql`select ${picked.columns} from ${narrowed(selection, queryset)} as ${sql.id("r")}`.compile(db));
        return new KyselySnapshot({ db, snapshot, selection, key, picked, check, checks, batchSize });
      } catch (error) {
        await snapshot[Symbol.asyncDispose]();
        throw error;
      }
    },
    pick: (...names) => kyselySource(parts, pickedOf(names, known)),
    ...(projectName === undefined ? {} : { projectName }),
  });
}

function pickedOf(names: readonly string[], known: ReadonlySet<string> | null): ReadonlySet<string> {
  if (names.length === 0) throw new TypeError("Name at least one column or relation to pick.");
  const unknown = names.find((name) => known !== null && !known.has(name));
  if (unknown !== undefined) throw new TypeError(`The rows have no "${unknown}" to pick.`);
  return new Set(names);
}
