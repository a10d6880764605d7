import { type RawBuilder, sql } from "kysely";
import { captureUrl, mediaUrl } from "../../occurrences/model/media-url.js";
import type { Capture, Detection } from "../../occurrences/model/occurrence.js";
import { idOf, named, numberOf, scoreColumn, type Text, timestampOf } from "./antenna-values.js";
import {
  classification,
  CLASSIFICATION_TABLES,
  classificationColumns,
  type ClassificationRow,
} from "./classifications.js";
import { grouped, type Relation, type RelationReader } from "./relation.js";

/** A detection `d` with its algorithm `a` and its capture `c`. */
interface DetectionRow {
  readonly occurrenceId: string;
  readonly id: string;
  readonly timestamp: Text;
  readonly path: Text;
  readonly bbox: Text;
  readonly score: Text;
  readonly algorithmId: Text;
  readonly algorithmName: Text;
  readonly captureId: string;
  readonly captureBase: Text;
  readonly capturePath: Text;
  readonly captureTimestamp: Text;
  readonly captureWidth: Text;
  readonly captureHeight: Text;
}

/** The columns of a {@link DetectionRow}. */
const DETECTION_COLUMNS: RawBuilder<unknown> = sql`
  d.occurrence_id::text as "occurrenceId", d.id::text as "id", d."timestamp"::text as "timestamp", d.path, d.bbox::text as "bbox",
  ${scoreColumn("d.detection_score")}::text as "score", a.id::text as "algorithmId", a.name as "algorithmName",
  c.id::text as "captureId", c.public_base_url as "captureBase", c.path as "capturePath",
  c."timestamp"::text as "captureTimestamp", c.width::text as "captureWidth", c.height::text as "captureHeight"`;

/** The joins that a {@link DetectionRow} needs beside `main_detection d`. */
const DETECTION_JOINS: RawBuilder<unknown> = sql`
  join main_sourceimage c on c.id = d.source_image_id
  left join ml_algorithm a on a.id = d.detection_algorithm_id`;

interface AppearancesRow {
  readonly occurrenceId: string;
  readonly count: string;
  readonly first: Text;
  readonly last: Text;
}

/** Reads the number of an occurrence's detections, and the times of the first and the last. */
export const detectionFacts: Relation = async ({ run }, occurrenceIds) => {
  const rows = await run(sql<AppearancesRow>`
    select occurrence_id::text as "occurrenceId", count(*)::text as "count",
      min("timestamp")::text as "first", max("timestamp")::text as "last"
    from main_detection
    where occurrence_id = any(${occurrenceIds}::bigint[])
    group by occurrence_id`);
  const appearances = new Map(rows.map((row) => [row.occurrenceId, row]));
  return (id) => {
    const row = appearances.get(id);
    return {
      detectionsCount: Number(row?.count ?? 0),
      firstAppearance: timestampOf(row?.first ?? null),
      lastAppearance: timestampOf(row?.last ?? null),
    };
  };
};

/** Among an occurrence's detections with a box, the one with the best-scored classification, then the lowest id. */
export const bestDetection: Relation = async (reader, occurrenceIds) => {
  const rows = await reader.run(sql<DetectionRow>`
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
    return { bestDetection: row === undefined ? null : detection(row, reader) };
  };
};

/** Every detection of an occurrence with all that was said of it, by id. */
export const detections: Relation = async (reader, occurrenceIds) => {
  const { run, taxa, appliedTo } = reader;
  const columns = classificationColumns(await appliedTo());
  const [rows, said] = await Promise.all([
    run(sql<DetectionRow>`
      select ${DETECTION_COLUMNS}
      from main_detection d
      ${DETECTION_JOINS}
      where d.occurrence_id = any(${occurrenceIds}::bigint[])
      order by d.id`),
    run(sql<ClassificationRow>`
      select ${columns}
      from ${CLASSIFICATION_TABLES}
      where d.occurrence_id = any(${occurrenceIds}::bigint[])
      order by s.id`),
  ]);
  const taxon = await taxa.find(said.map((row) => row.taxonId));
  const rowsOf = grouped(rows, (row) => row.occurrenceId);
  const saidOf = grouped(said, (row) => row.detectionId);
  return (id) => ({
    detections: rowsOf(id).map((row) => ({
      ...detection(row, reader),
      classifications: saidOf(row.id).map((one) => classification(one, taxon)),
    })),
  });
};

type MediaReader = Pick<RelationReader, "mediaRoot" | "warn">;

/** The detection of a row. */
function detection(row: DetectionRow, reader: MediaReader): Detection {
  const { mediaRoot, warn } = reader;
  return {
    id: idOf(row.id),
    timestamp: timestampOf(row.timestamp),
    url: mediaUrl(row.path, mediaRoot, () => warn?.("MEDIA_PATH_REFUSED", 1, `detection ${row.id}`)),
    bbox: row.bbox === null ? null : JSON.parse(row.bbox),
    score: numberOf(row.score),
    algorithm: named(row.algorithmId, row.algorithmName),
    capture: capture(row, reader),
  };
}

function capture(row: DetectionRow, { warn }: MediaReader): Capture {
  return {
    id: idOf(row.captureId),
    url: captureUrl(row.captureBase, row.capturePath, () =>
      warn?.("MEDIA_PATH_REFUSED", 1, `capture ${row.captureId}`),
    ),
    path: row.capturePath,
    timestamp: timestampOf(row.captureTimestamp),
    width: numberOf(row.captureWidth),
    height: numberOf(row.captureHeight),
  };
}
