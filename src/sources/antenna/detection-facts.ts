import { sql } from "kysely";
import type { OccurrenceNeed } from "../../occurrences/model/occurrence-query.js";
import { scoreColumn, type Text } from "./antenna-values.js";
import {
  BEST_CLASSIFICATION,
  classificationColumns,
  classificationReader,
  type ClassificationRow,
} from "./classifications.js";
import { detectionColumns, detectionReader, type DetectionRow } from "./detections.js";
import { type Columns, packedRows, type RelatedStatement, type UnpackedRows } from "./packed-rows.js";
import type { AddMembers, Relation, RelationReader } from "./relation.js";

/** The needs that are met without naming each detection. */
export const FACTS = ["detectionFacts", "bestDetection", "bestPrediction"] as const satisfies readonly OccurrenceNeed[];

interface FactsRow extends Omit<ClassificationRow, "classificationId">, Omit<DetectionRow, "detectionId"> {
  readonly count: number;
  readonly first: Text;
  readonly last: Text;
  /** Null where there is none, undefined where none was asked for; so are the other columns of a detection then. */
  readonly detectionId?: Text;
  readonly classificationId?: Text;
}

type Needs = ReadonlySet<OccurrenceNeed>;

/**
 * Reads the needed facts of detections by one statement:
 *
 * - `detectionFacts`: the number of detections, and when the first and the last were taken
 * - `bestDetection`: of those with a box, the one with the best-scored classification, then the lowest id
 * - `bestPrediction`: the best of all classifications
 *
 * The detections of a page are looked up once, with what was said of them. A statement for each need looks them up again: measured, the
 * database works 1.4 times as long. An array of ids goes through an index once, a join once for each id: 1.1 times as long.
 */
export function factsOf(needs: Needs): Relation {
  return async (reader, occurrenceIds) => {
    const facts = await packedRows(reader.run, statement(occurrenceIds, needs, await reader.appliedTo()));
    return { bytes: facts.bytes, open: (ids) => membersOf(reader, needs, facts.unpack(ids)) };
  };
}

async function membersOf(reader: RelationReader, needs: Needs, rows: UnpackedRows<FactsRow>): Promise<AddMembers> {
  const detection = needs.has("bestDetection") && (await detectionReader(reader, rows.all));
  const classification = needs.has("bestPrediction") && (await classificationReader(reader, rows.all));
  return (occurrence, id) => {
    const [row] = rows.of(id);
    if (needs.has("detectionFacts")) {
      occurrence.detectionsCount = row?.count ?? 0;
      occurrence.firstAppearance = row?.first ?? null;
      occurrence.lastAppearance = row?.last ?? null;
    }
    if (detection) occurrence.bestDetection = isDetected(row) ? detection(row) : null;
    if (classification) occurrence.bestPrediction = isClassified(row) ? classification(row) : null;
  };
}

const isDetected = (row: FactsRow | undefined): row is FactsRow & DetectionRow => row?.detectionId != null;
const isClassified = (row: FactsRow | undefined): row is FactsRow & ClassificationRow => row?.classificationId != null;

function statement(occurrenceIds: readonly string[], needs: Needs, appliedTo: boolean): RelatedStatement<FactsRow> {
  const [detection, prediction] = [needs.has("bestDetection"), needs.has("bestPrediction")];
  const columns = {
    ...{ count: sql`f.count`, first: sql`f.first`, last: sql`f.last` },
    ...(detection ? detectionColumns("best_detection") : {}),
    ...(prediction ? classificationColumns("best_classification", appliedTo) : {}),
  };
  return {
    owner: sql`f.occurrence_id`,
    columns: columns as Columns<FactsRow>,
    with: sql`
      with d as materialized (
        select d.id, d.occurrence_id, d."timestamp", d.path, d.bbox, d.detection_score, d.source_image_id, d.detection_algorithm_id
        from main_detection d
        where d.occurrence_id = any(${occurrenceIds}::bigint[])
      ), said as materialized (
        select s.id, s.detection_id, s.taxon_id, s.algorithm_id, s.score, s.terminal, s.created_at ${appliedTo ? sql`, s.applied_to_id` : sql``}
        from main_classification s
        where s.detection_id = any(array(select id from d))
      ), s as (
        select d.occurrence_id, said.*
        from d
        join said on said.detection_id = d.id
      ), f as (
        select occurrence_id, count(*) as count, min("timestamp") as first, max("timestamp") as last
        from d
        group by occurrence_id
      )`,
    from: sql`f ${detection ? JOIN_DETECTION : sql``} ${prediction ? JOIN_CLASSIFICATION : sql``}`,
    orderBy: sql`f.occurrence_id`,
  };
}

const JOIN_DETECTION = sql`
  left join (
    select distinct on (d.occurrence_id) d.*
    from d
    left join s on s.detection_id = d.id
    where jsonb_typeof(d.bbox) <> 'null'
    order by d.occurrence_id, ${scoreColumn("s.score")} desc nulls last, d.id
  ) best_detection on best_detection.occurrence_id = f.occurrence_id
  left join main_sourceimage c on c.id = best_detection.source_image_id`;

const JOIN_CLASSIFICATION = sql`
  left join (
    select distinct on (s.occurrence_id) s.*
    from s
    order by s.occurrence_id, ${BEST_CLASSIFICATION}
  ) best_classification on best_classification.occurrence_id = f.occurrence_id`;
