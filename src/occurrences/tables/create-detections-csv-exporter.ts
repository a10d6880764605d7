import type { ExporterClass } from "../../contracts/exporter.js";
import { rowExporterClass } from "../../formats/create-row-exporter.js";
import { csv, type CsvColumn, type CsvOptions } from "../../formats/csv.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { occurrenceFilterBackends } from "../filters/occurrence-filter-backends.js";
import { boxLabel } from "../model/box.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import { bestPrediction } from "../model/derive.js";
import type { Occurrence } from "../model/occurrence.js";
import { timestampLabel } from "../model/timestamps.js";
import { protectOccurrences } from "../policy/protect-occurrences.js";
import { publicSource } from "../../sensitivity/public-source.js";
import { type DetectionRow, detectionSource } from "./detection-source.js";
import type { OccurrenceTableOptions } from "./table-exporter.js";
import { PROTECTION_COLUMNS } from "./with-protection.js";

/** The source of the detections of a file, and its look. */
export interface DetectionsCsvExporterOptions extends OccurrenceTableOptions, CsvOptions {
  /** By default {@link DETECTION_CSV_COLUMNS}. */
  readonly columns?: readonly CsvColumn<DetectionRow>[];
}

/**
 * The columns of `detections_csv`, in their order. The best classification of a detection is a terminal one, then the best-scored, then
 * that with the highest id.
 */
export const DETECTION_CSV_COLUMNS: readonly CsvColumn<DetectionRow>[] = Object.freeze([
  column("detection_id", ({ id }) => id),
  column("occurrence_id", ({ occurrence }) => occurrence.id),
  column("capture_id", ({ detection }) => detection.capture?.id),
  column("capture_path", ({ detection }) => detection.capture?.path),
  column("detection_url", ({ detection }) => detection.url),
  column("timestamp", ({ detection }) => detection.timestamp && timestampLabel(detection.timestamp)),
  column("bbox", ({ detection }) => boxLabel(detection.bbox)),
  column("best_classification_taxon_id", (row) => bestOf(row)?.taxon?.id),
  column("best_classification_taxon_name", (row) => bestOf(row)?.taxon?.name),
  Object.freeze({ ...column("best_classification_score", (row) => bestOf(row)?.score), type: "float" }),
  column("best_classification_algorithm", (row) => bestOf(row)?.algorithm?.name),
  column("determination_id", ({ occurrence }) => occurrence.determination?.id),
  column("determination_name", ({ occurrence }) => occurrence.determination?.name),
]);

/** The columns that note a policy's changes to the occurrence, as in the other files. */
const PROTECTED: readonly CsvColumn<DetectionRow>[] = Object.freeze([
  column("information_withheld", ({ occurrence }) => occurrence.protection?.informationWithheld),
  column("data_generalizations", ({ occurrence }) => occurrence.protection?.dataGeneralizations),
]);

/**
 * The exporter of `detections_csv`: one line per detection of the exported occurrences, by occurrence id, then by detection id. Takes
 * the filters of occurrences, which select occurrences: all detections of a kept one are written, those without a box too.
 * `record_count` counts detections.
 *
 * @throws TypeError when there is no column, a name repeats, `batchSize` is not a positive integer, or `withoutFilters` names no filter.
 * @example export const Detections = createDetectionsCsvExporter({ source });
 */
export function createDetectionsCsvExporter(options: DetectionsCsvExporterOptions): ExporterClass {
  const { formulaGuard, bom, delimiter, columns = DETECTION_CSV_COLUMNS, ...table } = options;
  const { source: given, policy, filters, withoutFilters, ...rest } = table;
  const source = publicSource(given, policy, protectOccurrences);
  return rowExporterClass({
    ...rest,
    policyColumns: policy === undefined ? [] : PROTECTION_COLUMNS,
    source: publicSource(detectionSource(source), undefined, (rows) => rows),
    format: csv(policy === undefined ? columns : [...columns, ...PROTECTED], { formulaGuard, bom, delimiter }),
    checkRow: rowCheck(),
    filters: occurrenceFilterBackends(source, { applyDefaults: false, filters, withoutFilters }),
    jobName: (params) => exportJobName(params, "detections"),
    filenameLabel: "detections",
  });
}

/** Checks an occurrence once for all its detections. */
function rowCheck(): (row: DetectionRow) => DetectionRow {
  const known = new WeakMap<Occurrence, Occurrence>();
  return (row) => {
    const occurrence = known.get(row.occurrence) ?? checkOccurrence(row.occurrence);
    known.set(row.occurrence, occurrence);
    if (occurrence === row.occurrence) return row;
    const detection = occurrence.detections?.find(({ id }) => id === row.id) ?? row.detection;
    return { ...row, occurrence, detection };
  };
}

function column(name: string, value: CsvColumn<DetectionRow>["value"]): CsvColumn<DetectionRow> {
  return Object.freeze({ name, value });
}

function bestOf({ detection }: DetectionRow) {
  return bestPrediction([detection]);
}
