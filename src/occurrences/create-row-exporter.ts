import type { ExporterClass } from "../contracts/exporter.js";
import { BaseExporter, type RowErrorListener } from "../core/base-exporter.js";
import type { RowFormat } from "../formats/row-format.js";
import { exportJobName } from "./export-job-name.js";
import type { Occurrence } from "./occurrence.js";
import { occurrenceFilterBackends } from "./occurrence-filter-backends.js";
import type { OccurrenceNeed, OccurrenceQuery } from "./occurrence-query.js";
import type { OccurrenceSource } from "./occurrence-source.js";

/** What every exporter of occurrences can be told. */
export interface OccurrenceExporterOptions {
  readonly source: OccurrenceSource;
  /** What becomes of a row that cannot be written: `"fail"` (the default) ends the export, `"skip"` leaves the row out and counts it. */
  readonly rowErrors?: "fail" | "skip";
  /** The most rows read at once; by default 500. */
  readonly batchSize?: number;
}

/** A format, and what its columns read. */
export interface RowExporterFormat {
  readonly fileFormat: string;
  readonly contentType: string;
  readonly format: RowFormat<Occurrence>;
  /** The columns of `format`. */
  readonly columns: readonly { readonly needs: readonly OccurrenceNeed[] }[];
}

/**
 * The exporter class that writes occurrences by id, one after the other. Takes every filter of occurrences; the project's default
 * filters hold only where a request says `apply_defaults: true`.
 *
 * @throws TypeError when `batchSize` is not a positive integer.
 */
export function createRowExporter(options: OccurrenceExporterOptions, spec: RowExporterFormat): ExporterClass {
  const { source, rowErrors = "fail", batchSize = 500 } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) throw new TypeError("batchSize must be a positive integer.");
  const filterBackends = occurrenceFilterBackends(source, { applyDefaults: false });
  const needs = Object.freeze([...new Set(spec.columns.flatMap((column) => column.needs))]);

  return class OccurrenceExporter extends BaseExporter<Occurrence, OccurrenceQuery> {
    static readonly fileFormat = spec.fileFormat;
    static readonly contentType = spec.contentType;

    override get batchSize() {
      return batchSize;
    }

    override get rowErrors() {
      return rowErrors;
    }

    jobName() {
      return exportJobName(this.dataExport.filters);
    }

    getSource() {
      return source;
    }

    override getFilterBackends() {
      return filterBackends;
    }

    override getQueryset(): OccurrenceQuery {
      return Object.freeze({ ...source.queryset(), order: "id", needs });
    }

    encode(batches: AsyncIterable<readonly Occurrence[]>, onRowError: RowErrorListener) {
      return spec.format.encode(batches, onRowError, { onWarning: (...warning) => this.run.warn(...warning) });
    }
  };
}
