import { type RawBuilder, sql } from "kysely";
import type { Classification, Named, Taxon } from "../../occurrences/model/occurrence.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { idOf, numberOf, scoreColumn, type Text } from "./antenna-values.js";
import type { Found } from "./lookup.js";
import { type Columns, packedRows } from "./packed-rows.js";
import type { Relation, RelationReader } from "./relation.js";

/** The columns of a classification. */
export interface ClassificationRow {
  readonly classificationId: string;
  readonly taxonId: Text;
  readonly algorithmId: Text;
  readonly score: Text | number;
  readonly terminal: boolean;
  readonly classifiedAt: Text;
  /** Undefined where the database has no such column. */
  readonly appliedToId?: Text | undefined;
}

/**
 * The columns of a {@link ClassificationRow}.
 *
 * @param from - the name of the classification in the statement.
 * @param appliedTo - whether the database has the column `applied_to_id`.
 */
export function classificationColumns(from: string, appliedTo: boolean): Columns<ClassificationRow> {
  const s = sql.id(from);
  return {
    classificationId: sql`${s}.id::text`,
    taxonId: sql`${s}.taxon_id::text`,
    algorithmId: sql`${s}.algorithm_id::text`,
    score: scoreColumn(`${from}.score`),
    terminal: sql`${s}.terminal`,
    classifiedAt: sql`${s}.created_at`,
    ...(appliedTo ? { appliedToId: sql`${s}.applied_to_id::text` } : {}),
  };
}

/** The best of the classifications `s` comes first: terminal first, then the highest score, then the highest id. */
export const BEST_CLASSIFICATION: RawBuilder<unknown> = sql`s.terminal desc, ${scoreColumn("s.score")} desc nulls last, s.id desc`;

/** Per algorithm the best-scored classification of an occurrence, then the highest id; by algorithm id. */
export const predictions: Relation = async (reader, occurrenceIds) => {
  const said = await packedRows<ClassificationRow>(reader.run, {
    owner: sql`s.occurrence_id`,
    columns: classificationColumns("s", await reader.appliedTo()),
    from: sql`(
      select distinct on (d.occurrence_id, s.algorithm_id) d.occurrence_id, s.*
      from main_detection d
      join main_classification s on s.detection_id = d.id
      where d.occurrence_id = any(${occurrenceIds}::bigint[]) and s.algorithm_id is not null
      order by d.occurrence_id, s.algorithm_id, ${scoreColumn("s.score")} desc nulls last, s.id desc) s`,
    orderBy: sql`s.occurrence_id, s.algorithm_id`,
  });
  return {
    bytes: said.bytes,
    async open(ids) {
      const rows = said.unpack(ids);
      const classification = await classificationReader(reader, rows.all);
      return (occurrence, id) => void (occurrence.predictions = rows.of(id).map(classification));
    },
  };
};

/** Loads the taxa and algorithms that rows name, and reads classifications from those rows. */
export async function classificationReader(
  { taxa, algorithms }: Pick<RelationReader, "taxa" | "algorithms">,
  rows: readonly Readonly<{ taxonId: Text; algorithmId: Text }>[],
): Promise<(row: ClassificationRow) => Classification> {
  const [taxon, algorithm] = await Promise.all([
    taxa.find(rows.map(({ taxonId }) => taxonId)),
    algorithms.find(rows.map(({ algorithmId }) => algorithmId)),
  ]);
  return (row) => classificationOf(row, { taxon, algorithm });
}

function classificationOf(
  row: ClassificationRow,
  { taxon, algorithm }: { readonly taxon: Found<Taxon>; readonly algorithm: Found<Named> },
): Classification {
  const { appliedToId } = row;
  const classification = {
    id: idOf(row.classificationId),
    taxon: taxon(row.taxonId),
    algorithm: algorithm(row.algorithmId),
    score: numberOf(row.score),
    terminal: row.terminal,
    createdAt: row.classifiedAt,
  };
  if (appliedToId === undefined) return classification;
  return { ...classification, appliedToId: appliedToId === null ? null : idOf(appliedToId) };
}

/** Whether classifications of this database say what they were made from: older ones have no such column. */
export async function hasAppliedTo(run: PostgresSnapshot["run"]): Promise<boolean> {
  const rows = await run(sql<{ readonly name: string }>`
    select attname::text as "name"
    from pg_catalog.pg_attribute
    where attrelid = to_regclass('main_classification') and attname = 'applied_to_id' and not attisdropped`);
  return rows.length > 0;
}
