import type { ExporterClass } from "../contracts/exporter.js";
import { publicSource } from "../sensitivity/public-source.js";
import type { RowExporterOptions, RowExporterSpec } from "./row-exporter-options.js";
import { guardRows } from "./guard-rows.js";
import { RowExporter } from "./row-exporter.js";
import { checkBatchSize } from "../rows/row-limits.js";

/** Rows of a table are small, and each page of a database costs a turn for it and for its relations. */
const BATCH_SIZE = 2_000;

/**
 * Makes an exporter class that writes the rows of any source in any row format.
 *
 * @example
 * registry.register("sightings_csv")(createRowExporter({ source, format: csv(columns) }));
 *
 * @throws TypeError when `batchSize` is not a positive integer, or no column has the terms of a policy.
 */
export function createRowExporter<Row, Query>(options: RowExporterOptions<Row, Query>): ExporterClass {
  const { policy, batchSize = BATCH_SIZE, ...others } = options;
  const given = { ...others, batchSize };
  if (policy !== undefined) return rowExporterClass(guardRows(given, policy));
  return rowExporterClass({ ...given, source: publicSource(given.source, undefined, (source) => source) });
}

/** The exporter class of a source that has passed the policy. */
export function rowExporterClass<Row, Query>(options: RowExporterSpec<Row, Query>): ExporterClass {
  const { source, format, filters = [], rowErrors = "fail", batchSize = 1_000, policyColumns = [] } = options;
  checkBatchSize(batchSize);
  return class extends RowExporter<Row, Query> {
    static readonly fileFormat: string = format.fileFormat;
    static readonly contentType: string = format.contentType;
    static readonly filenameLabel = options.filenameLabel;

    protected override readonly aboutTexts = options.aboutTexts;

    override get batchSize() {
      return batchSize;
    }

    override get maxRowBytes() {
      return options.maxRowBytes ?? super.maxRowBytes;
    }

    override get rowErrors() {
      return rowErrors;
    }

    jobName() {
      return options.jobName?.(this.dataExport.filters) ?? `Export ${this.dataExport.format}`;
    }

    getSource() {
      return source;
    }

    override get policyColumns() {
      return policyColumns;
    }

    getFormat() {
      return format;
    }

    override checkRow(row: Row) {
      return options.checkRow?.(row) ?? row;
    }

    override getFilterBackends() {
      return filters;
    }

    override getQueryset() {
      const chosen = format.configure?.(this.dataExport.options) ?? format;
      return options.queryset?.(source.queryset(), { columns: chosen.columns?.names ?? [] }) ?? source.queryset();
    }

    override async allowedColumns() {
      const { scope, signal } = this.run;
      return (await options.allowedColumns?.(scope, signal)) ?? format.columns?.names ?? [];
    }
  };
}
