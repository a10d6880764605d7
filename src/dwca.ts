/**
 * Darwin Core Archives of any source: to write, to read and to validate them.
 *
 * @module vasculum/dwca
 */
export type { DwcField, DwcValue } from "./dwca/tables/dwc-field.js";
export {
  checkDwcTables,
  createDwcTable,
  type DwcColumn,
  type DwcTable,
  type DwcTableSpec,
} from "./dwca/tables/dwc-table.js";
export { NAMESPACES } from "./values/namespaces.js";
export { writeArchive } from "./dwca/writer/write-archive.js";
export type { ArchiveContents, ArchiveExtension, ArchivePorts, CoreRows } from "./dwca/writer/archive-contents.js";
export { createTempFileSpool, type Spool } from "./packages/spool.js";
export type { Warn } from "./dwca/tables/tsv-encoder.js";
export type { EmlCoverage, EmlDocument, EmlKeywordSet, EmlMethods, EmlParty } from "./dwca/metadata/eml-document.js";
export { ACCEPTED_LICENSES, acceptedLicense, type License } from "./values/license.js";
export { createArchiveExporter } from "./dwca/exporter/create-archive-exporter.js";
export type {
  ArchiveCoreSpec,
  ArchiveExporterOptions,
  ArchiveExtensionSpec,
  OpensViews,
} from "./dwca/exporter/archive-exporter-options.js";
export type { CoreReading } from "./dwca/exporter/archive-spec.js";
export type { ArchiveDataset } from "./dwca/exporter/archive-description.js";
export type { DatasetMetadataOptions } from "./dwca/metadata/dataset-metadata.js";
export { urn } from "./values/urn.js";

export { validateArchive, type ValidateArchiveOptions } from "./dwca/validator/validate-archive.js";
export type { ArchiveIssue, ArchiveReport, TableRows } from "./dwca/validator/archive-report.js";
export {
  checkArchiveFile,
  type ArchiveFileCheck,
  type CheckArchiveFileOptions,
} from "./dwca/validator/check-archive-file.js";
export { ARCHIVE_CHECKS, type ArchiveCheckCode } from "./dwca/checks/archive-checks.js";
export type { ArchiveCheck, ArchiveLevel, ArchiveStage } from "./dwca/checks/archive-check.js";
export { readArchive, type Archive, type ReadArchiveOptions } from "./dwca/reader/read-archive.js";
export type { ArchiveTable } from "./dwca/reader/archive-table.js";
export type { ArchiveRow, RowOptions } from "./dwca/reader/archive-row.js";
export type { ArchiveStar, StarOptions } from "./dwca/reader/read-stars.js";
export type { ArchiveInput } from "./dwca/reader/archive-file.js";
export { ARCHIVE_LIMITS, type ArchiveLimits } from "./dwca/reader/archive-limits.js";
export {
  createArchiveSource,
  type ArchiveQuery,
  type ArchiveSourceOptions,
} from "./sources/archive/create-archive-source.js";
