import { sql } from "kysely";
import { CLASSIFICATION_COLUMNS, CLASSIFICATION_TABLES, classification, type ClassificationRow } from "./classification-row.js";
import { DETECTION_COLUMNS, DETECTION_JOINS, detection, type DetectionRow } from "./detection-row.js";
import { grouped, type Relation } from "./relation.js";

/** Every detection of an occurrence with all that was said of it, by id. */
export const detections: Relation = async ({ run, taxa, mediaRoot }, occurrenceIds) => {
  const [rows, said] = await Promise.all([
    run(sql<DetectionRow>`
      select ${DETECTION_COLUMNS}
      from main_detection d
      ${DETECTION_JOINS}
      where d.occurrence_id = any(${occurrenceIds}::bigint[])
      order by d.id`),
    run(sql<ClassificationRow>`
      select ${CLASSIFICATION_COLUMNS}
      from ${CLASSIFICATION_TABLES}
      where d.occurrence_id = any(${occurrenceIds}::bigint[])
      order by s.id`),
  ]);
  const taxon = await taxa.find(said.map((row) => row.taxonId));
  const rowsOf = grouped(rows, (row) => row.occurrenceId);
  const saidOf = grouped(said, (row) => row.detectionId);
  return (id) => ({
    detections: rowsOf(id).map((row) => ({
      ...detection(row, mediaRoot),
      classifications: saidOf(row.id).map((one) => classification(one, taxon)),
    })),
  });
};
