import { sql } from "kysely";
import { DETECTION_COLUMNS, DETECTION_JOINS, detection, type DetectionRow } from "./detection-row.js";
import { grouped, type Relation } from "./relation.js";
import { scoreColumn } from "./score-column.js";

/** Among an occurrence's detections with a box, the one with the best-scored classification, then the lowest id. */
export const bestDetection: Relation = async ({ run, mediaRoot }, occurrenceIds) => {
  const rows = await run(sql<DetectionRow>`
    select ${DETECTION_COLUMNS}
    from (
      select distinct on (d.occurrence_id) d.*
      from main_detection d
      left join main_classification s on s.detection_id = d.id
      where d.occurrence_id = any(${occurrenceIds}::bigint[]) and jsonb_typeof(d.bbox) <> 'null'
      order by d.occurrence_id, ${scoreColumn("s.score")} desc nulls last, d.id
    ) d
    ${DETECTION_JOINS}`);
  const best = grouped(rows, (row) => row.occurrenceId);
  return (id) => {
    const [row] = best(id);
    return { bestDetection: row === undefined ? null : detection(row, mediaRoot) };
  };
};
