import { type RawBuilder, sql } from "kysely";
import type { Classification, Taxon } from "../../occurrences/occurrence.js";
import { idOf, isTrue, numberOf, type Text } from "./antenna-values.js";
import { named } from "./detection-row.js";
import type { Found } from "./lookup.js";
import { scoreColumn } from "./score-column.js";

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
}

/** The columns of a {@link ClassificationRow}, of a classification `s` of a detection `d` by an algorithm `a`. */
export const CLASSIFICATION_COLUMNS: RawBuilder<unknown> = sql`
  d.occurrence_id::text as "occurrenceId", d.id::text as "detectionId", s.id::text as "id", s.taxon_id::text as "taxonId",
  a.id::text as "algorithmId", a.name as "algorithmName", ${scoreColumn("s.score")}::text as "score",
  s.terminal::text as "terminal"`;

/** What a {@link ClassificationRow} is read from. */
export const CLASSIFICATION_TABLES: RawBuilder<unknown> = sql`
  main_detection d
  join main_classification s on s.detection_id = d.id
  left join ml_algorithm a on a.id = s.algorithm_id`;

/** The classification of a row. */
export function classification(row: ClassificationRow, taxon: Found<Taxon>): Classification {
  return {
    id: idOf(row.id),
    taxon: taxon(row.taxonId),
    algorithm: named(row.algorithmId, row.algorithmName),
    score: numberOf(row.score),
    terminal: isTrue(row.terminal),
  };
}
