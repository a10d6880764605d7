import type { DataSource, OpenOptions, Snapshot } from "../contracts/data-source.js";
import type { ExporterClass } from "../contracts/exporter.js";
import type { FilterBackend, FilterParams } from "../contracts/filter-backend.js";
import { type MetadataOption, metadataReader } from "../data-package/metadata-reader.js";
import { packageExporterClass } from "../data-package/package-exporter.js";
import { type PackageRow, rowOf } from "../data-package/package-rows.js";
import type { PackageContext } from "../data-package/package-spec.js";
import type { PackageTable } from "../data-package/package-table.js";
import { mapTable, type TableValues } from "../data-package/table-map.js";
import { checkBatchSize } from "../rows/row-limits.js";
import { publicSource } from "../sensitivity/public-source.js";
import { checkGivenTables } from "./check-given-tables.js";
import { type DwcDpMetadata, parseDwcDpMetadata } from "./dwc-dp-metadata.js";
import { checkDwcDpOptions, describeDwcDp, type DwcDpOptions } from "./dwc-dp-options.js";
import { warnOfStatuses } from "./warn-of-statuses.js";

/** A table of a package, and how rows of a source fill it. Made by {@link dwcDpTable}. */
export interface DwcDpTable<Row> {
  readonly table: PackageTable;
  /** The rows of the table that one row of the source gives, none to many. */
  rowsOf(row: Row): Iterable<PackageRow<undefined>>;
}

/**
 * Joins a table of `DWC_DP` and the rows that a source's row gives it.
 *
 * @param options.rows - derives the rows of a row, in a fixed order.
 * @param options.fields - the values by the names of the fields. Those that the standard requires must be there.
 * @param options.repeats - `"once"`: of rows with one key the first is written, whichever row they come from; the keys are held in memory.
 * @throws TypeError for a required field without a value, and for a name that is no field.
 * @example
 * ```ts
 * const events = dwcDpTable(DWC_DP.EVENT, {
 *   rows: (visit: Visit) => [visit],
 *   fields: { event_pk: ({ id }) => id, eventCategory: () => "survey", eventDate: ({ day }) => day },
 * });
 * ```
 */
export function dwcDpTable<Row, TableRow, Name extends string>(
  table: PackageTable<Name>,
  options: {
    readonly rows: (row: Row) => Iterable<TableRow>;
    readonly fields: TableValues<TableRow, unknown, Name>;
    readonly repeats?: "once";
  },
): DwcDpTable<Row> {
  const { rows, fields, repeats = table.repeats } = options;
  const map = mapTable({ ...table, ...(repeats === undefined ? {} : { repeats }) }, fields);
  return {
    table: map.table,
    *rowsOf(row) {
      for (const one of rows(row)) yield rowOf(map, one);
    },
  };
}

/** The parts of a Darwin Core Data Package of any source. */
export interface DwcDpPackageOptions<Row, Query, View extends Snapshot<Row, Query>> extends DwcDpOptions {
  /** The source of the rows: each with everything that belongs together. */
  readonly source: DataSource<Row, Query> & { open(options: OpenOptions): Promise<View> };
  /** In the order of the files. Rows point at rows that come from the same row of the source, or come once. */
  readonly tables: readonly DwcDpTable<NoInfer<Row>>[];
  /** The texts, people and licences, as a value or from the snapshot. */
  readonly metadata: MetadataOption<DwcDpMetadata, View>;
  /** The filters that a request may give; by default none. */
  readonly filters?: readonly FilterBackend<Query>[];
  /** Narrows the source's query before filters apply. */
  readonly queryset?: (query: Query) => Query;
  /** Of the package's identifier, `urn:<namespace>:dataset:…`. By default `vasculum`. */
  readonly namespace?: string;
  /** `"fail"` (the default) ends the export at a row that cannot be written; `"skip"` leaves it out with all its rows and counts it. */
  readonly rowErrors?: "fail" | "skip";
  /** The most rows read at once; by default 500. */
  readonly batchSize?: number;
  /** The name of the job, given the parsed filters; by default `Export <format key>`. */
  readonly jobName?: (filters: FilterParams) => string;
}

/**
 * Makes an exporter class that writes any source as a Darwin Core Data Package (1.0_DEV): one pass, one snapshot, memory bounded by the batch
 * and the keys of tables whose rows come once. **Experimental**: the standard is under review.
 * Warns of `ABSENCES_READ_AS_PRESENCES` for occurrences that are `notDetected`, and of `STATUS_UNKNOWN` for other words than that and `detected`.
 *
 * @throws TypeError for a table twice; a table without one that its rows must point at; metadata that datapackage.json cannot hold; a profile that
 * is no address; a `batchSize` out of range.
 * @example
 * ```ts
 * export const Visits = createDwcDpPackageExporter({ source, tables: [events, occurrences], metadata });
 * ```
 */
export function createDwcDpPackageExporter<Row, Query, View extends Snapshot<Row, Query>>(
  options: DwcDpPackageOptions<Row, Query, View>,
): ExporterClass {
  const { rowErrors = "fail", batchSize = 500, filters = [], namespace = "vasculum", compress } = options;
  checkBatchSize(batchSize);
  checkDwcDpOptions(options);
  const tables = options.tables.map(({ table }) => table);
  checkGivenTables(tables);
  const metadataOf = metadataReader<DwcDpMetadata, Query, View>(options.metadata, parseDwcDpMetadata);
  const describe = async (context: PackageContext<Query, View>) =>
    describeDwcDp(await metadataOf(context), context, { namespace, tables, options });
  return packageExporterClass<Row, Query, undefined, View>({
    source: publicSource<DataSource<Row, Query>>(options.source, undefined, (given) => given),
    optional: [],
    ...{ tables, filters, rowErrors, batchSize, compress },
    queryset: (query) => options.queryset?.(query) ?? query,
    jobName: (params) => options.jobName?.(params),
    preflight: async (context) => void (await describe(context)),
    begin: async (context) => {
      const description = await describe(context);
      if (!description.hasAcceptedLicense) context.run.warn("LICENSE_NOT_ACCEPTED", 1);
      return {
        context: undefined,
        *rowsOf(row) {
          for (const table of options.tables) yield* table.rowsOf(row);
        },
        onRow: warnOfStatuses((...warning) => context.run.warn(...warning)),
        descriptor: (files, contentHash) => description.descriptor({ files, contentHash, newest: null }),
      };
    },
  });
}
