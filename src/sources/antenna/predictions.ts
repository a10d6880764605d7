import { type RawBuilder, sql } from "kysely";
import { CLASSIFICATION_COLUMNS, CLASSIFICATION_TABLES, classification, type ClassificationRow } from "./classification-row.js";
import { grouped, type Relation } from "./relation.js";
import { scoreColumn } from "./score-column.js";

const SCORE = scoreColumn("s.score");

/** Over all classifications of an occurrence: terminal first, then the highest score, then the highest id. */
export const bestPrediction: Relation = async ({ run, taxa }, occurrenceIds) => {
  const rows = await run(firstOf(occurrenceIds, sql`d.occurrence_id`, sql`s.terminal desc, ${SCORE} desc nulls last, s.id desc`));
  const taxon = await taxa.find(rows.map((row) => row.taxonId));
  const best = grouped(rows, (row) => row.occurrenceId);
  return (id) => {
    const [row] = best(id);
    return { bestPrediction: row === undefined ? null : classification(row, taxon) };
  };
};

/** Per algorithm the best-scored classification of an occurrence, then the highest id; by algorithm id. */
export const predictions: Relation = async ({ run, taxa }, occurrenceIds) => {
  const perAlgorithm = firstOf(occurrenceIds, sql`d.occurrence_id, s.algorithm_id`, sql`${SCORE} desc nulls last, s.id desc`);
  const rows = (await run(perAlgorithm)).filter((row) => row.algorithmId !== null);
  const taxon = await taxa.find(rows.map((row) => row.taxonId));
  const rowsOf = grouped(rows, (row) => row.occurrenceId);
  return (id) => ({ predictions: rowsOf(id).map((row) => classification(row, taxon)) });
};

/** The first classification, in the given order, of each group. */
function firstOf(
  occurrenceIds: readonly string[],
  group: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): RawBuilder<ClassificationRow> {
  return sql<ClassificationRow>`
    select distinct on (${group}) ${CLASSIFICATION_COLUMNS}
    from ${CLASSIFICATION_TABLES}
    where d.occurrence_id = any(${occurrenceIds}::bigint[])
    order by ${group}, ${order}`;
}
