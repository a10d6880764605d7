import type { ExporterClass } from "../../contracts/exporter.js";
import { csv, type CsvOptions } from "../../formats/csv.js";
import { withProtection } from "./with-protection.js";
import { createTableExporter, type OccurrenceTableOptions } from "./table-exporter.js";
import {
  occurrenceCsvColumns,
  type OccurrenceCsvColumn,
  type OccurrenceCsvColumnOptions,
} from "./occurrence-csv-columns.js";

/** The source of a CSV exporter's occurrences, and the look of its file. */
export interface CsvExporterOptions
  extends OccurrenceTableOptions, CsvOptions, Pick<OccurrenceCsvColumnOptions, "emails"> {
  /** By default those of `occurrenceCsvColumns({ emails, details: source.details })`; `emails` has no say in columns given here. */
  readonly columns?: readonly OccurrenceCsvColumn[];
}

/**
 * The exporter of `occurrences_simple_csv`: one line per occurrence.
 *
 * @throws TypeError when there is no column, a name repeats, or `batchSize` is not a positive integer.
 * @example
 * ```ts
 * registry.register("occurrences_simple_csv")(
 *   createCsvExporter({ source: createMemoryOccurrenceSource(OCCURRENCE_FIXTURE) }),
 * );
 * ```
 */
export function createCsvExporter(options: CsvExporterOptions): ExporterClass {
  const { formulaGuard, bom, delimiter, emails, columns: given, ...rest } = options;
  const own = given ?? occurrenceCsvColumns({ emails, details: rest.source.details });
  const columns = withProtection(own, rest.policy);
  return createTableExporter(rest, csv(columns, { formulaGuard, bom, delimiter }), columns);
}
