import type { ExporterClass } from "../contracts/exporter.js";
import { csv, type CsvOptions } from "../formats/csv.js";
import { createRowExporter, type OccurrenceExporterOptions } from "./create-row-exporter.js";
import { occurrenceCsvColumns, type OccurrenceCsvColumn, type OccurrenceCsvColumnOptions } from "./occurrence-csv-columns.js";

/** Where a CSV exporter's occurrences come from, and how its file looks. */
export interface CsvExporterOptions extends OccurrenceExporterOptions, CsvOptions, OccurrenceCsvColumnOptions {
  /** By default those of `occurrenceCsvColumns({ emails })`; `emails` has no say in columns given here. */
  readonly columns?: readonly OccurrenceCsvColumn[];
}

/**
 * The exporter of `occurrences_simple_csv`: one line an occurrence.
 *
 * @throws TypeError when there is no column, a name repeats, or `batchSize` is not a positive integer.
 */
export function createCsvExporter({ formulaGuard, bom, emails, columns, ...options }: CsvExporterOptions): ExporterClass {
  const spec = columns ?? occurrenceCsvColumns({ emails });
  const format = csv(spec, { formulaGuard, bom });
  return createRowExporter(options, { fileFormat: "csv", contentType: "text/csv; charset=utf-8", format, columns: spec });
}
