import { type RawBuilder, sql } from "kysely";
import { captureUrl, mediaUrl } from "../../occurrences/derive.js";
import type { Capture, Detection, Named } from "../../occurrences/occurrence.js";
import { idOf, numberOf, type Text, timestampOf } from "./antenna-values.js";
import { scoreColumn } from "./score-column.js";

/** A detection `d` with its algorithm `a` and its capture `c`. */
export interface DetectionRow {
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
export const DETECTION_COLUMNS: RawBuilder<unknown> = sql`
  d.occurrence_id::text as "occurrenceId", d.id::text as "id", d."timestamp"::text as "timestamp", d.path, d.bbox::text as "bbox",
  ${scoreColumn("d.detection_score")}::text as "score", a.id::text as "algorithmId", a.name as "algorithmName",
  c.id::text as "captureId", c.public_base_url as "captureBase", c.path as "capturePath",
  c."timestamp"::text as "captureTimestamp", c.width::text as "captureWidth", c.height::text as "captureHeight"`;

/** What a {@link DetectionRow} needs beside `main_detection d`. */
export const DETECTION_JOINS: RawBuilder<unknown> = sql`
  join main_sourceimage c on c.id = d.source_image_id
  left join ml_algorithm a on a.id = d.detection_algorithm_id`;

/** The detection of a row. */
export function detection(row: DetectionRow, mediaRoot: string | null): Detection {
  return {
    id: idOf(row.id),
    timestamp: timestampOf(row.timestamp),
    url: mediaUrl(row.path, mediaRoot),
    bbox: row.bbox === null ? null : JSON.parse(row.bbox),
    score: numberOf(row.score),
    algorithm: named(row.algorithmId, row.algorithmName),
    capture: capture(row),
  };
}

/** An algorithm, or whatever else has an id and a name. */
export function named(id: Text, name: Text): Named | null {
  return id === null ? null : { id: idOf(id), name: name ?? "" };
}

function capture(row: DetectionRow): Capture {
  return {
    id: idOf(row.captureId),
    url: captureUrl(row.captureBase, row.capturePath),
    timestamp: timestampOf(row.captureTimestamp),
    width: numberOf(row.captureWidth),
    height: numberOf(row.captureHeight),
  };
}
