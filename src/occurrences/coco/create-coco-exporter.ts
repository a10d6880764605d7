import type { ExporterClass, ExportRun } from "../../contracts/exporter.js";
import { checkBatchSize } from "../../rows/row-limits.js";
import { publicSource } from "../../sensitivity/public-source.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { occurrenceFilterBackends } from "../filters/occurrence-filter-backends.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import type { OccurrenceExporterOptions } from "../model/occurrence-exporter-options.js";
import { protectOccurrences } from "../policy/protect-occurrences.js";
import { CocoExporter } from "./coco-exporter.js";
import type { CocoDataset } from "./coco-dataset.js";

/** Options of {@link createCocoExporter}. */
export interface CocoExporterOptions extends OccurrenceExporterOptions {
  /** The title, licence, contributor and citation of the dataset. By default all comes from the project. */
  readonly dataset?: CocoDataset;
  /** The share of the stations that a split puts into `val.json`, above 0 and below 1; by default 0.2. */
  readonly validationShare?: number;
}

/**
 * The exporter of `coco`: a zip with a COCO Camera Traps file, `annotations.json`, and predictions in COCO's format, `results.json`.
 *
 * - Pictures are the captures on which the exported occurrences have a detection with a box. What people say (the best identification) makes
 *   annotations; what algorithms say (the best classification of a detection) makes results.
 * - Boxes are `[x, y, width, height]` in pixels.
 * - A request may choose `id_type`: `"text"` (the default, as the format has them) or `"integer"`, numbers from 1 as some trainers want them; and
 *   `split`: `"deployment"` writes `train.json` and `val.json`, each with its results. No station is in both.
 *
 * Takes every filter of occurrences; the project's default filters hold only where a request says `apply_defaults: true`. Memory is bounded,
 * however many pictures there are. Warnings on the record, counted by detections:
 *
 * - `IMAGE_SIZE_UNKNOWN`: the picture has no width or height. `BOX_OUTSIDE_IMAGE`: the box is not four numbers within it. In both cases a label is
 *   written without its box, and a prediction is not.
 * - `SCORE_MISSING`: a prediction without a score, which is not written.
 * - `DETECTION_WITHOUT_IMAGE`: nothing of the detection is written.
 * - `SPLIT_EMPTY`: a file of a split has no picture, since there are few stations.
 *
 * @throws TypeError when `batchSize` is not a positive integer, `validationShare` is out of range, or `withoutFilters` names no filter.
 * @example
 * ```ts
 * export const Coco = createCocoExporter({
 *   source,
 *   dataset: { title: "Moths of the ridge", license: "CC-BY-4.0", contributor: "The Ridge" },
 *   validationShare: 0.3,
 * });
 * ```
 */
export function createCocoExporter(options: CocoExporterOptions): ExporterClass {
  const { policy, rowErrors = "fail", batchSize = 1_000, dataset = {}, validationShare = 0.2 } = options;
  checkBatchSize(batchSize);
  if (!(validationShare > 0 && validationShare < 1)) throw new TypeError("`validationShare` must be between 0 and 1.");
  const source = publicSource(options.source, policy, protectOccurrences);
  const { filters, withoutFilters } = options;
  const backends = occurrenceFilterBackends(source, { applyDefaults: false, filters, withoutFilters });
  const shared = { source, filters: backends, rowErrors, batchSize, checkRow: checkOccurrence, jobName: exportJobName };
  const spec = { ...shared, dataset, validationShare };
  return class extends CocoExporter {
    static readonly fileFormat: string = "zip";
    static readonly contentType: string = "application/zip";
    static readonly filenameLabel = "coco";

    constructor(run: ExportRun) {
      super(run, spec);
    }
  };
}
