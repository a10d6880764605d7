import { type RawBuilder, sql } from "kysely";
import type { Classification, Taxon } from "../../occurrences/model/occurrence.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { idOf, isTrue, named, numberOf, scoreColumn, type Text, timestampOf } from "./antenna-values.js";
import type { Found } from "./lookup.js";
import { grouped, type Relation } from "./relation.js";

/** A classification `s` with its algorithm `a`. */
export interface ClassificationRow {
  readonly occurrenceId: string;
  readonly detectionId: string;
  readonly id: string;
  readonly taxonId: Text;
  readonly algorithmId: Text;
  readonly algorithmName: Text;
  readonly score: Text;
  readonly terminal: string;
  readonly createdAt: Text;
  /** Undefined where the database has no such column. */
  readonly appliedToId?: Text;
}

/**
 * The columns of a {@link ClassificationRow}, of a classification `s` of a detection `d` by an algorithm `a`.
 *
 * @param appliedTo - whether the database has the column `applied_to_id`.
 */
export function classificationColumns(appliedTo: boolean): RawBuilder<unknown> {
  return appliedTo ? sql`${COLUMNS}, s.applied_to_id::text as "appliedToId"` : COLUMNS;
}

const COLUMNS: RawBuilder<unknown> = sql`
  d.occurrence_id::text as "occurrenceId", d.id::text as "detectionId", s.id::text as "id", s.taxon_id::text as "taxonId",
  a.id::text as "algorithmId", a.name as "algorithmName", ${scoreColumn("s.score")}::text as "score",
  s.terminal::text as "terminal", s.created_at::text as "createdAt"`;

/** The tables that a {@link ClassificationRow} is read from. */
export const CLASSIFICATION_TABLES: RawBuilder<unknown> = sql`
  main_detection d
  join main_classification s on s.detection_id = d.id
  left join ml_algorithm a on a.id = s.algorithm_id`;

const SCORE = scoreColumn("s.score");

/** Over all classifications of an occurrence: terminal first, then the highest score, then the highest id. */
export const bestPrediction: Relation = async ({ run, taxa, appliedTo }, occurrenceIds) => {
  const columns = classificationColumns(await appliedTo());
  const order = sql`s.terminal desc, ${SCORE} desc nulls last, s.id desc`;
  const rows = await run(firstOf(occurrenceIds, { columns, group: sql`d.occurrence_id`, order }));
  const taxon = await taxa.find(rows.map((row) => row.taxonId));
  const best = grouped(rows, (row) => row.occurrenceId);
  return (id) => {
    const [row] = best(id);
    return { bestPrediction: row === undefined ? null : classification(row, taxon) };
  };
};

/** Per algorithm the best-scored classification of an occurrence, then the highest id; by algorithm id. */
export const predictions: Relation = async ({ run, taxa, appliedTo }, occurrenceIds) => {
  const perAlgorithm = firstOf(occurrenceIds, {
    columns: classificationColumns(await appliedTo()),
    group: sql`d.occurrence_id, s.algorithm_id`,
    order: sql`${SCORE} desc nulls last, s.id desc`,
  });
  const rows = (await run(perAlgorithm)).filter((row) => row.algorithmId !== null);
  const taxon = await taxa.find(rows.map((row) => row.taxonId));
  const rowsOf = grouped(rows, (row) => row.occurrenceId);
  return (id) => ({ predictions: rowsOf(id).map((row) => classification(row, taxon)) });
};

/** The first classification, in the given order, of each group. */
function firstOf(
  occurrenceIds: readonly string[],
  { columns, group, order }: Readonly<Record<"columns" | "group" | "order", RawBuilder<unknown>>>,
): RawBuilder<ClassificationRow> {
  return sql<ClassificationRow>`
    select distinct on (${group}) ${columns}
    from ${CLASSIFICATION_TABLES}
    where d.occurrence_id = any(${occurrenceIds}::bigint[])
    order by ${group}, ${order}`;
}

/** The classification of a row. */
export function classification(row: ClassificationRow, taxon: Found<Taxon>): Classification {
  return {
    id: idOf(row.id),
    taxon: taxon(row.taxonId),
    algorithm: named(row.algorithmId, row.algorithmName),
    score: numberOf(row.score),
    terminal: isTrue(row.terminal),
    createdAt: timestampOf(row.createdAt),
    ...(row.appliedToId === undefined ? {} : { appliedToId: row.appliedToId === null ? null : idOf(row.appliedToId) }),
  };
}

/** Whether classifications of this database say what they were made from: older ones have no such column. */
export async function hasAppliedTo(run: PostgresSnapshot["run"]): Promise<boolean> {
  const rows = await run(sql<{ readonly name: string }>`
    select attname::text as "name"
    from pg_catalog.pg_attribute
    where attrelid = to_regclass('main_classification') and attname = 'applied_to_id' and not attisdropped`);
  return rows.length > 0;
}
