import type { ExporterClass } from "../../contracts/exporter.js";
import type { Occurrence } from "../model/occurrence.js";
import {
  type OccurrenceTypedColumn,
  occurrenceTypedColumns,
  type OccurrenceTypedColumnOptions,
} from "../tables/occurrence-typed-columns.js";
import { createTableExporter, type OccurrenceTableOptions } from "../tables/table-exporter.js";
import { withProtection } from "../tables/with-protection.js";
import { xlsx, type XlsxOptions } from "../../xlsx/xlsx.js";

/** The source of an XLSX exporter's occurrences, and the look of its file. */
export interface XlsxExporterOptions
  extends
    OccurrenceTableOptions,
    Pick<XlsxOptions<Occurrence>, "sheetName" | "rowsPerSheet" | "about">,
    Pick<OccurrenceTypedColumnOptions, "emails"> {
  /** By default those of `occurrences_simple_csv` with types, and the place; `emails` has no say in columns given here. */
  readonly columns?: readonly OccurrenceTypedColumn[];
}

/**
 * The exporter of `occurrences_xlsx`: one row per occurrence, and a sheet about the project, the filters and the warnings.
 *
 * @throws TypeError when there is no column, a name repeats, or an option is none that `xlsx` takes.
 * @example export const Workbook = createXlsxExporter({ source, columns, sheetName: "Moths" });
 */
export function createXlsxExporter(options: XlsxExporterOptions): ExporterClass {
  const { sheetName = "Occurrences", rowsPerSheet, about, emails, columns: given, ...rest } = options;
  const { idType, details } = rest.source;
  const own = given ?? occurrenceTypedColumns({ idType, details, emails, policy: rest.policy });
  const columns = withProtection(own, rest.policy);
  const changedAt = ({ updatedAt }: Occurrence): string | null => updatedAt;
  return createTableExporter(rest, xlsx(columns, { sheetName, rowsPerSheet, about, changedAt }), columns);
}
