import type { Snapshot } from "../../contracts/data-source.js";
import type { ExporterClass } from "../../contracts/exporter.js";
import type { AboutTexts, RowFormat } from "../../contracts/row-format.js";
import { rowExporterClass } from "../../formats/create-row-exporter.js";
import type { RowExporterOptions } from "../../formats/row-exporter-options.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { publicSource } from "../../sensitivity/public-source.js";
import { protectOccurrences } from "../policy/protect-occurrences.js";
import { PROTECTION_COLUMNS } from "./with-protection.js";
import { occurrenceFilterBackends } from "../filters/occurrence-filter-backends.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import type { OccurrenceExporterOptions } from "../model/occurrence-exporter-options.js";
import type { Occurrence } from "../model/occurrence.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";

/** The options of every exporter of one table of occurrences. */
export interface OccurrenceTableOptions
  extends OccurrenceExporterOptions, Pick<RowExporterOptions<Occurrence, OccurrenceQuery>, "allowedColumns"> {}

/** A column, and what it reads beyond an occurrence's own columns. */
interface NeedyColumn {
  readonly name: string;
  readonly needs: readonly OccurrenceNeed[];
}

/**
 * Makes the exporter class that writes occurrences by id, one after the other. Takes every filter of occurrences; the project's default
 * filters hold only where a request says `apply_defaults: true`. Reads no more than the chosen columns need.
 *
 * @throws TypeError when `batchSize` is not a positive integer, or `withoutFilters` names no filter.
 */
export function createTableExporter(
  options: OccurrenceTableOptions,
  format: RowFormat<Occurrence>,
  columns: readonly NeedyColumn[],
): ExporterClass {
  const { source: given, policy, filters, withoutFilters, ...rest } = options;
  const source = publicSource(given, policy, protectOccurrences);
  const needsOf = new Map(columns.map(({ name, needs }) => [name, needs]));
  return rowExporterClass({
    ...rest,
    policyColumns: policy === undefined ? [] : PROTECTION_COLUMNS,
    source,
    format,
    checkRow: checkOccurrence,
    filters: occurrenceFilterBackends(source, { applyDefaults: false, filters, withoutFilters }),
    queryset: (query, chosen) => {
      const needs = new Set(chosen.columns.flatMap((name) => needsOf.get(name) ?? []));
      return Object.freeze({ ...query, order: "id", needs: Object.freeze([...needs]) });
    },
    jobName: exportJobName,
    aboutTexts: projectTexts,
  });
}

/** The texts about a project; none where the snapshot is of no project. */
async function projectTexts(
  snapshot: Snapshot<Occurrence, OccurrenceQuery> & Partial<Pick<OccurrenceSnapshot, "project">>,
): Promise<AboutTexts> {
  const project = await snapshot.project?.();
  if (project === undefined) return {};
  const holder = project.rightsHolder ?? project.ownerName;
  const citation = holder === null ? null : `${holder}: ${project.name}`;
  return { title: project.name, license: project.license, citation };
}
