import { sql } from "kysely";
import { deriveValues } from "../../occurrences/model/derive.js";
import { captureUrl, mediaUrl } from "../../occurrences/model/media-url.js";
import type { Capture, Detection, Named } from "../../occurrences/model/occurrence.js";
import type { OccurrenceNeed } from "../../occurrences/model/occurrence-query.js";
import { idOf, numberOf, scoreColumn, type Text } from "./antenna-values.js";
import { classificationColumns, classificationReader, type ClassificationRow } from "./classifications.js";
import type { Found } from "./lookup.js";
import { type Columns, packedRows, type UnpackedRows } from "./packed-rows.js";
import type { AddMembers, Relation, RelationReader } from "./relation.js";

/** The columns of a detection with its capture. */
export interface DetectionRow {
  readonly detectionId: string;
  readonly takenAt: Text;
  readonly path: Text;
  readonly bbox: Detection["bbox"];
  readonly detectionScore: Text | number;
  readonly detectorId: Text;
  readonly captureId: string;
  readonly captureBase: Text;
  readonly capturePath: Text;
  readonly capturedAt: Text;
  readonly captureWidth: number | null;
  readonly captureHeight: number | null;
}

/**
 * The columns of a {@link DetectionRow}, of which `c` is the capture.
 *
 * @param from - the name of the detection in the statement.
 */
export function detectionColumns(from: string): Columns<DetectionRow> {
  const d = sql.id(from);
  return {
    detectionId: sql`${d}.id::text`,
    takenAt: sql`${d}."timestamp"`,
    path: sql`${d}.path`,
    bbox: sql`${d}.bbox`,
    detectionScore: scoreColumn(`${from}.detection_score`),
    detectorId: sql`${d}.detection_algorithm_id::text`,
    captureId: sql`c.id::text`,
    captureBase: sql`c.public_base_url`,
    capturePath: sql`c.path`,
    capturedAt: sql`c."timestamp"`,
    captureWidth: sql`c.width`,
    captureHeight: sql`c.height`,
  };
}

/**
 * Reads every detection of an occurrence with all that was said of it, by id. What else is needed of detections is worked out from these,
 * in the order of the model, rather than asked of the database again.
 */
export function detectionsWith(needs: readonly OccurrenceNeed[]): Relation {
  return async (reader, occurrenceIds) => {
    // Before the statements begin: nobody would hear of their failure while this waits.
    const appliedTo = await reader.appliedTo();
    const [found, said] = await Promise.all([
      packedRows(reader.run, {
        owner: sql`d.occurrence_id`,
        columns: detectionColumns("d"),
        from: sql`main_detection d
          join main_sourceimage c on c.id = d.source_image_id
          where d.occurrence_id = any(${occurrenceIds}::bigint[])`,
        orderBy: sql`d.occurrence_id, d.id`,
      }),
      packedRows(reader.run, {
        owner: sql`s.detection_id`,
        columns: classificationColumns("s", appliedTo),
        from: sql`main_detection d
          join main_classification s on s.detection_id = d.id
          where d.occurrence_id = any(${occurrenceIds}::bigint[])`,
        orderBy: sql`s.detection_id, s.id`,
      }),
    ]);
    return {
      bytes: found.bytes + said.bytes,
      open(ids) {
        const rows = found.unpack(ids);
        return membersOf({ reader, needs, rows, said: said.unpack(rows.all.map(({ detectionId }) => detectionId)) });
      },
    };
  };
}

async function membersOf({
  reader,
  needs,
  rows,
  said,
}: {
  readonly reader: RelationReader;
  readonly needs: readonly OccurrenceNeed[];
  readonly rows: UnpackedRows<DetectionRow>;
  readonly said: UnpackedRows<ClassificationRow>;
}): Promise<AddMembers> {
  const detection = await detectionReader(reader, rows.all);
  const classification = await classificationReader(reader, said.all);
  return (occurrence, id) => {
    const detections = rows
      .of(id)
      .map((row) => Object.assign(detection(row), { classifications: said.of(row.detectionId).map(classification) }));
    Object.assign(occurrence, deriveValues({ detections, identifications: [] }, needs));
  };
}

/** Loads the algorithms that rows name, and reads detections from those rows. */
export async function detectionReader(
  reader: Pick<RelationReader, "algorithms" | "mediaRoot" | "warn">,
  rows: readonly { readonly detectorId: Text }[],
): Promise<(row: DetectionRow) => Detection> {
  const algorithm = await reader.algorithms.find(rows.map(({ detectorId }) => detectorId));
  const options = { mediaRoot: reader.mediaRoot, warn: reader.warn, algorithm };
  return (row) => detectionOf(row, options);
}

type Media = Pick<RelationReader, "mediaRoot" | "warn">;

function detectionOf(row: DetectionRow, reader: Media & { readonly algorithm: Found<Named> }): Detection {
  const { mediaRoot, warn, algorithm } = reader;
  return {
    id: idOf(row.detectionId),
    timestamp: row.takenAt,
    url: mediaUrl(row.path, mediaRoot, () => warn?.("MEDIA_PATH_REFUSED", 1, `detection ${row.detectionId}`)),
    bbox: row.bbox,
    score: numberOf(row.detectionScore),
    algorithm: algorithm(row.detectorId),
    capture: captureOf(row, reader),
  };
}

function captureOf(row: DetectionRow, { warn }: Media): Capture {
  return {
    id: idOf(row.captureId),
    url: captureUrl(row.captureBase, row.capturePath, () =>
      warn?.("MEDIA_PATH_REFUSED", 1, `capture ${row.captureId}`),
    ),
    path: row.capturePath,
    timestamp: row.capturedAt,
    width: row.captureWidth,
    height: row.captureHeight,
  };
}
