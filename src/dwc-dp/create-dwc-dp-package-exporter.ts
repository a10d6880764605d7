import type { DataSource, Snapshot } from "../contracts/data-source.js";
import type { ExporterClass, ExportRun } from "../contracts/exporter.js";
import { metadataReader } from "../data-package/metadata-reader.js";
import { packageExporterClass } from "../data-package/package-exporter.js";
import type { PackageContext } from "../data-package/package-spec.js";
import type { PackageTable } from "../data-package/package-table.js";
import { checkBatchSize } from "../rows/row-limits.js";
import { publicSource } from "../sensitivity/public-source.js";
import { type DwcDpMetadata, parseDwcDpMetadata } from "./dwc-dp-metadata.js";
import { checkDwcDpOptions, describeDwcDp } from "./dwc-dp-options.js";
import type { DwcDpPackageOptions } from "./dwc-dp-package-options.js";
import { guardDwcDpPackage } from "./guard-dwc-dp-package.js";
import { OCCURRENCE } from "./tables/occurrence-table.js";

/**
 * Makes an exporter class that writes any source as a Darwin Core Data Package (1.0_DEV): one pass, one snapshot, memory bounded by the batch
 * and the keys of tables whose rows come once. **Experimental**: the standard is under review.
 * Warns of `ABSENCES_READ_AS_PRESENCES` for occurrences that are `notDetected`, and of `STATUS_UNKNOWN` for other words than that and `detected`.
 *
 * @throws TypeError for a table twice; a table without one that its rows must point at; metadata that datapackage.json cannot hold; a profile that
 * is no address; a `batchSize` out of range; a policy whose terms no field has.
 * @example
 * ```ts
 * export const Visits = createDwcDpPackageExporter({ source, tables: [events, occurrences], metadata });
 * ```
 */
export function createDwcDpPackageExporter<Row, Query, View extends Snapshot<Row, Query>>(
  options: DwcDpPackageOptions<Row, Query, View>,
): ExporterClass {
  if (options.policy !== undefined) return createDwcDpPackageExporter(guardDwcDpPackage(options, options.policy));
  const { rowErrors = "fail", batchSize = 500, filters = [], namespace = "vasculum", compress } = options;
  checkBatchSize(batchSize);
  checkDwcDpOptions(options);
  const tables = options.tables.map(({ table }) => table);
  checkGivenTables(tables);
  const metadataOf = metadataReader<DwcDpMetadata, Query, View>(options.metadata, parseDwcDpMetadata);
  const describe = async (context: PackageContext<Query, View>) =>
    describeDwcDp(await metadataOf(context), context, { namespace, tables, options });
  return packageExporterClass<Row, Query, undefined, View>({
    // Under a policy the source is one whose rows are guarded.
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

/**
 * Checks the tables of a package: each of them once, and with all those that their rows must point at.
 *
 * @throws TypeError that names the first fault.
 */
function checkGivenTables(tables: readonly PackageTable[]): void {
  const names = new Set(tables.map(({ name }) => name));
  if (names.size === 0 || names.size < tables.length) throw new TypeError("A package has tables, each of them once.");
  for (const { name, fields, foreignKeys = [] } of tables) {
    const required = new Set(fields.filter(({ constraints }) => constraints?.required).map((field) => field.name));
    const stray = foreignKeys.find(({ field, table }) => required.has(field) && !names.has(table));
    if (stray === undefined) continue;
    throw new TypeError(`The table ${name} needs ${stray.table}: each of its rows has a ${stray.field}. Give both.`);
  }
}

const [STATUS, KEY] = ["occurrenceStatus", "occurrence_pk"].map((field) =>
  OCCURRENCE.fields.findIndex(({ name }) => name === field),
) as [number, number]; // one for each name

/** Makes what warns of written occurrences: of those that readers take for presences, and of statuses that the standard does not have. */
function warnOfStatuses(warn: ExportRun["warn"]): (table: PackageTable, cells: readonly string[]) => void {
  return ({ name }, cells) => {
    if (name !== OCCURRENCE.name || cells[STATUS] === "detected") return;
    const code = cells[STATUS] === "notDetected" ? "ABSENCES_READ_AS_PRESENCES" : "STATUS_UNKNOWN";
    warn(code, 1, `occurrence, ${cells[KEY] ?? ""}`);
  };
}
