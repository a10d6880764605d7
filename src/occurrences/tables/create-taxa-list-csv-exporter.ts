import type { ExporterClass } from "../../contracts/exporter.js";
import { rowExporterClass } from "../../formats/create-row-exporter.js";
import { csv, type CsvColumn, type CsvOptions } from "../../formats/csv.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { occurrenceFilterBackends } from "../filters/occurrence-filter-backends.js";
import { timestampLabel } from "../model/timestamps.js";
import { protectOccurrences } from "../policy/protect-occurrences.js";
import { publicSource } from "../../sensitivity/public-source.js";
import type { OccurrenceTableOptions } from "./table-exporter.js";
import { type TaxonRow, taxonSource } from "./taxon-source.js";

/** The source of the taxa of a file, and its look. */
export interface TaxaListCsvExporterOptions extends OccurrenceTableOptions, CsvOptions {
  /** By default {@link TAXA_LIST_CSV_COLUMNS}. */
  readonly columns?: readonly CsvColumn<TaxonRow>[];
}

/** The columns of `taxa_list_csv`, in their order. Parents come from the kingdom down, as `Animalia | Arthropoda`. */
export const TAXA_LIST_CSV_COLUMNS: readonly CsvColumn<TaxonRow>[] = Object.freeze([
  column("taxon_id", ({ id }) => id),
  column("taxon_name", ({ taxon }) => taxon.name),
  column("taxon_rank", ({ taxon }) => taxon.rank),
  column("taxon_parents", ({ taxon }) => taxon.parents.map(({ name }) => name).join(" | ")),
  column("occurrences_count", ({ occurrencesCount }) => occurrencesCount),
  float("lowest_score", ({ lowestScore }) => lowestScore),
  float("highest_score", ({ highestScore }) => highestScore),
  float("mean_score", ({ meanScore }) => meanScore),
  column("first_appearance_timestamp", ({ firstAppearance }) => firstAppearance && timestampLabel(firstAppearance)),
  column("last_appearance_timestamp", ({ lastAppearance }) => lastAppearance && timestampLabel(lastAppearance)),
]);

/**
 * The exporter of `taxa_list_csv`: one line per taxon as which the exported occurrences are determined, by taxon id. Takes the filters of
 * occurrences. Scores are those of determinations. `record_count` counts taxa. An occurrence that breaks a rule ends the export even where
 * `rowErrors` is `"skip"`: a sum without it would be wrong.
 *
 * @throws TypeError when there is no column, a name repeats, `batchSize` is not a positive integer, or `withoutFilters` names no filter.
 * @example export const TaxaList = createTaxaListCsvExporter({ source });
 */
export function createTaxaListCsvExporter(options: TaxaListCsvExporterOptions): ExporterClass {
  const { formulaGuard, bom, delimiter, columns = TAXA_LIST_CSV_COLUMNS, ...table } = options;
  const { source: given, policy, filters, withoutFilters, ...rest } = table;
  const source = publicSource(given, policy, protectOccurrences);
  return rowExporterClass({
    ...rest,
    source: publicSource(taxonSource(source), undefined, (rows) => rows),
    format: csv(columns, { formulaGuard, bom, delimiter }),
    filters: occurrenceFilterBackends(source, { applyDefaults: false, filters, withoutFilters }),
    jobName: (params) => exportJobName(params, "taxa list"),
    filenameLabel: "taxa-list",
  });
}

function column(name: string, value: CsvColumn<TaxonRow>["value"]): CsvColumn<TaxonRow> {
  return Object.freeze({ name, value });
}

function float(name: string, value: CsvColumn<TaxonRow>["value"]): CsvColumn<TaxonRow> {
  return Object.freeze({ ...column(name, value), type: "float" });
}
