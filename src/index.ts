export type { Id } from "./contracts/id.js";
export type { JsonObject, JsonValue } from "./contracts/json.js";
export type { Scope } from "./contracts/scope.js";
export { EXPORT_ERROR_CODES, type CodeFacts, type ExportErrorCode } from "./contracts/error-code.js";
export { ExportError, type ErrorDetail, type ExportErrorOptions } from "./contracts/export-error.js";
export type { DataSource, OpenOptions, Snapshot } from "./contracts/data-source.js";
export type { FilterBackend, FilterContext, FilterResolution, FilterRules } from "./contracts/filter-backend.js";
export type { ByteRange, FileBody, LinkOptions, OpenFileOptions, PutOptions, StorageAdapter, StoredFile } from "./contracts/storage-adapter.js";
export type { ProgressReporter } from "./contracts/progress-reporter.js";
export type { JobProgress, JobStage, JobState, StageParam } from "./contracts/job-progress.js";
export type { ExportUser, JobRecord } from "./contracts/job-record.js";
export type { DiscardedFile, ExportFailure, ExportRecord, ExportStatus, ExportWarning } from "./contracts/export-record.js";
export type {
  CreateOptions,
  CreateResult,
  ExportFacts,
  ExportOrdering,
  ExportPatch,
  ExportStore,
  ExportTimes,
  ListOptions,
  Pulse,
  WriteGuard,
} from "./contracts/export-store.js";
export type { JobRunner, RunJob } from "./contracts/job-runner.js";
export type { AuthorizationRequest, Authorizer, Decision, ExportAction } from "./contracts/authorizer.js";
export type { Exporter, ExporterClass, ExportRun, ExportSpec } from "./contracts/exporter.js";

export { ExportRegistry } from "./core/export-registry.js";
export { BaseExporter, type RowErrorListener } from "./core/base-exporter.js";
export { applyFilters } from "./core/apply-filters.js";
export { getDataInBatches } from "./core/get-data-in-batches.js";
export { ExportService } from "./core/export-service.js";
export type { ExportLimits, ExportServiceOptions, RetryPolicy } from "./core/service-options.js";
export type { Actor, ChangeOptions } from "./core/requests/actor.js";
export type { CreateExportOptions } from "./core/requests/create-export.js";
export type { ExportPage, ListExportsOptions } from "./core/requests/list-exports.js";
export type { ExportFile, OpenExportFileOptions } from "./core/requests/open-export-file.js";
export type { FormatFacts } from "./core/requests/describe-formats.js";
export { generateFilename, type FilenameFacts } from "./core/generate-filename.js";
export { fileSizeDisplay } from "./core/file-size-display.js";
export { statusLabel } from "./core/attempt/job-stages.js";

export { csv, type CsvColumn, type CsvOptions, type CsvValue } from "./formats/csv.js";
export { json, type JsonField } from "./formats/json.js";
export type { EncodeOptions, RowColumn, RowFormat, WarningListener } from "./formats/row-format.js";

export type {
  Capture,
  Classification,
  ClassifiedDetection,
  Deployment,
  Detection,
  Identification,
  Named,
  Occurrence,
  OccurrenceEvent,
  Person,
  Taxon,
  TaxonParent,
} from "./occurrences/occurrence.js";
export type { OccurrenceNeed, OccurrenceQuery, OccurrenceRestriction } from "./occurrences/occurrence-query.js";
export type { OccurrenceSnapshot, OccurrenceSource, ProjectFacts, Reference, ReferenceKind } from "./occurrences/occurrence-source.js";
export { OCCURRENCE_QUERYSET, restrict } from "./occurrences/occurrence-queryset.js";
export { OccurrenceCollectionFilter } from "./occurrences/occurrence-collection-filter.js";
export { occurrenceFilterBackends, type OccurrenceFilterOptions } from "./occurrences/occurrence-filter-backends.js";
export { ReferenceFilter, type ReferenceFilterOptions } from "./occurrences/reference-filter.js";
export { ValueFilter, type ValueFilterOptions } from "./occurrences/value-filter.js";
export { DateRangeFilter } from "./occurrences/date-range-filter.js";
export { deriveFacts, captureUrl, mediaUrl, type DerivedFacts, type OccurrenceEvidence } from "./occurrences/derive.js";
export type { OccurrenceExporterOptions } from "./occurrences/create-row-exporter.js";
export {
  occurrenceCsvColumns,
  type OccurrenceCsvColumn,
  type OccurrenceCsvColumnOptions,
} from "./occurrences/occurrence-csv-columns.js";
export {
  occurrenceJsonFields,
  type OccurrenceJsonField,
  type OccurrenceJsonFieldOptions,
} from "./occurrences/occurrence-json-fields.js";
export { createCsvExporter, type CsvExporterOptions } from "./occurrences/create-csv-exporter.js";
export { createJsonExporter, type JsonExporterOptions } from "./occurrences/create-json-exporter.js";
export { createDwcaExporter, type DwcaExporterOptions } from "./occurrences/create-dwca-exporter.js";

export { createMemorySource, type MemoryQuery, type MemorySourceOptions } from "./sources/memory/create-memory-source.js";
export { createMemoryOccurrenceSource, type MemoryOccurrenceSourceOptions } from "./sources/memory/create-memory-occurrence-source.js";
export type { DatasetProject, OccurrenceDataset } from "./sources/memory/occurrence-dataset.js";
export { createMemoryStorage, type MemoryStorageOptions } from "./storage/memory/memory-storage.js";
export { createFileSystemStorage, type FileSystemStorageOptions } from "./storage/file-system/file-system-storage.js";
export { verifiedBytes } from "./storage/verified-bytes.js";
export { byteSpan, type ByteSpan } from "./storage/byte-span.js";
export { createMemoryStore, type MemoryStoreOptions } from "./stores/memory/memory-store.js";
export { createInlineRunner, type InlineRunnerOptions } from "./runners/inline/inline-runner.js";

export { projectRoles, type ProjectRole, type ProjectRolesOptions } from "./authorizers/project-roles.js";
export { createExportHandler, type ExportHandler } from "./http/create-export-handler.js";
export type { ExportHandlerOptions } from "./http/handler-options.js";
