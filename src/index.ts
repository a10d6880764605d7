/**
 * The core: the registry and the base class of exporters; row formats and filters; the service with its HTTP handler;
 * adapters in memory and on the file system; the contracts that a host implements.
 *
 * @module vasculum
 */
export type { Id } from "./contracts/id.js";
export type { JsonObject, JsonValue } from "./contracts/json.js";
export type { Scope } from "./contracts/scope.js";
export { EXPORT_ERROR_CODES, type ErrorCodeDefaults, type ExportErrorCode } from "./contracts/error-code.js";
export { warningMessage } from "./contracts/warning-code.js";
export { ExportError, type ErrorDetail, type ExportErrorOptions } from "./contracts/export-error.js";
export type { DataSource, LeftOutRows, OpenOptions, Snapshot, SnapshotProtection } from "./contracts/data-source.js";
export type {
  FilterBackend,
  FilterContext,
  FilterParams,
  FilterResolution,
  FilterRules,
} from "./contracts/filter-backend.js";
export type {
  ByteRange,
  FileBody,
  LinkOptions,
  OpenFileOptions,
  PutOptions,
  StorageAdapter,
  StoredFile,
} from "./contracts/storage-adapter.js";
export type { ProgressReporter } from "./contracts/progress-reporter.js";
export type { JobProgress, JobStage, JobState, StageParam } from "./contracts/job-progress.js";
export type { ExportUser, JobRecord } from "./contracts/job-record.js";
export type {
  DiscardedFile,
  ExportFailure,
  ExportRecord,
  ExportStatus,
  ExportWarning,
} from "./contracts/export-record.js";
export type {
  ExportNotice,
  ExportOutcome,
  NewNotice,
  NoticeBatch,
  NoticeContext,
  NoticeListeners,
  NoticeOutbox,
} from "./contracts/export-notice.js";
export type {
  CreateOptions,
  CreateResult,
  NewExport,
  ExportOrdering,
  ExportPatch,
  ExportStore,
  ExportTimes,
  ListOptions,
  Pulse,
  StoreStats,
  WriteGuard,
} from "./contracts/export-store.js";
export type { JobRunner, RunJob } from "./contracts/job-runner.js";
export type { AuthorizationRequest, Authorizer, Decision, ExactRequest, ExportAction } from "./contracts/authorizer.js";
export type { Exporter, ExporterClass, ExporterLookup, ExportRun, ExportSpec } from "./contracts/exporter.js";

export type {
  AboutTexts,
  EncodeOptions,
  FileAbout,
  FileFormat,
  OptionValues,
  RowErrorListener,
  FormatColumn,
  RowFormat,
  WarningListener,
} from "./contracts/row-format.js";

export { createSensitivityPolicy } from "./sensitivity/create-sensitivity-policy.js";
export type { SensitivityPolicy, PolicyNotes } from "./sensitivity/sensitivity-policy.js";
export type {
  DatePrecision,
  PolicyWording,
  ProtectedMedia,
  SensitiveStation,
  SensitiveTaxon,
  SensitivityMode,
  SensitivityPolicyOptions,
} from "./sensitivity/policy-options.js";
export type { SensitivityCategory } from "./sensitivity/category.js";
export type { SightedTaxon, Sighting } from "./sensitivity/sighting.js";

export { ExportRegistry } from "./core/exporters/export-registry.js";
export { BaseExporter } from "./core/exporters/base-exporter.js";
export { applyFilters } from "./core/exporters/parse-filters.js";
export { createFilter, type FilterSpec } from "./core/exporters/create-filter.js";
export { parseFilters } from "./core/exporters/parse-filters.js";
export { getDataInBatches } from "./core/exporters/get-data-in-batches.js";
export { ExportService } from "./core/export-service.js";
export type { ExportLimits, ExportServiceOptions, RetryPolicy } from "./core/ports/service-options.js";
export type { CheckOptions, ServiceProblem } from "./core/health/check-service.js";
export type { ServiceStats } from "./core/health/service-stats.js";
export type { Actor, ChangeOptions } from "./core/ports/authorize.js";
export type { CreateExportOptions } from "./core/requests/create-export.js";
export type { ExportPage, ListExportsOptions } from "./core/requests/list-exports.js";
export type { ExportFile } from "./core/requests/export-file.js";
export type { WaitOptions } from "./core/requests/wait-for-end.js";
export type { FormatDescription } from "./core/requests/describe-formats.js";
export { generateFilename, type FilenameOptions } from "./core/attempt/file-names.js";
export { fileSizeDisplay } from "./http/file-size-display.js";
export { statusLabel } from "./core/lifecycle/job-stages.js";

export { csv, type CsvColumn, type CsvDelimiter, type CsvOptions, type CsvValue } from "./formats/csv.js";
export type { ColumnType } from "./formats/column-type.js";
export type { TypedColumn } from "./formats/typed-column.js";
export { json, type JsonField } from "./formats/json.js";
export { geojson, type GeoJsonLayout, type GeoJsonOptions } from "./formats/geojson.js";
export { createRowExporter } from "./formats/create-row-exporter.js";
export type { RowExporterOptions } from "./formats/row-exporter-options.js";
export type { RowColumn } from "./formats/row-column.js";

export {
  createMemorySource,
  type MemoryQuery,
  type MemorySourceOptions,
} from "./sources/memory/create-memory-source.js";
export { createMemoryStorage, type MemoryStorageOptions } from "./storage/memory/memory-storage.js";
export { createFileSystemStorage, type FileSystemStorageOptions } from "./storage/file-system/file-system-storage.js";
export { verifiedBytes } from "./storage/verified-bytes.js";
export { byteSpan, type ByteSpan } from "./storage/byte-span.js";
export { createMemoryStore, type MemoryStoreOptions } from "./stores/memory/memory-store.js";
export type { QueueWorkerOptions } from "./runners/queue-worker-options.js";
export { createInlineRunner, type InlineRunnerOptions } from "./runners/inline/inline-runner.js";

export { projectRoles, type ProjectRole, type ProjectRolesOptions } from "./authorizers/project-roles.js";
export { createPreviewer, type Previewer, type PreviewerOptions } from "./preview/create-previewer.js";
export type {
  ExportPreview,
  PreviewExtent,
  PreviewNight,
  PreviewPart,
  PreviewStation,
  PreviewTable,
} from "./preview/export-preview.js";
export type { PreviewedTable, PreviewListener } from "./contracts/preview-listener.js";
export type { DraftOptions, ExportDraft } from "./core/requests/prepare-export.js";
export { createExportHandler, type ExportHandler } from "./http/create-export-handler.js";
export type { ExportHandlerOptions } from "./http/handler-options.js";
