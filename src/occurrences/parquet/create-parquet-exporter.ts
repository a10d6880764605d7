import type { ExporterClass } from "../../contracts/exporter.js";
import { parquet, type ParquetOptions } from "../../parquet/parquet.js";
import {
  type OccurrenceTypedColumn,
  occurrenceTypedColumns,
  type OccurrenceTypedColumnOptions,
} from "../tables/occurrence-typed-columns.js";
import { createTableExporter, type OccurrenceTableOptions } from "../tables/table-exporter.js";
import { withProtection } from "../tables/with-protection.js";

/** The source of a Parquet exporter's occurrences, and the look of its file. */
export interface ParquetExporterOptions
  extends OccurrenceTableOptions, ParquetOptions, Pick<OccurrenceTypedColumnOptions, "emails"> {
  /** By default those of `occurrences_simple_csv` with types, and the place; `emails` has no say in columns given here. */
  readonly columns?: readonly OccurrenceTypedColumn[];
}

/**
 * The exporter of `occurrences_parquet`: one row per occurrence, with a point where its station has coordinates.
 *
 * @throws TypeError when there is no column, a name repeats, or `parquet` does not take an option.
 * @example export const Parquet = createParquetExporter({ source, columns });
 */
export function createParquetExporter(options: ParquetExporterOptions): ExporterClass {
  const { compression, rowGroupBytes, geometry, metadata, emails, columns: given, ...rest } = options;
  const { idType, details } = rest.source;
  const own = given ?? occurrenceTypedColumns({ idType, details, emails, policy: rest.policy });
  const columns = withProtection(own, rest.policy);
  return createTableExporter(rest, parquet(columns, { compression, rowGroupBytes, geometry, metadata }), columns);
}
