/**
 * The occurrence domain: its model, its filters, and its exporters as CSV, JSON, GeoJSON and archives.
 *
 * @module vasculum/occurrences
 */
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
  ProtectionNotes,
  Taxon,
  TaxonParent,
} from "./occurrences/model/occurrence.js";
export { BASES_OF_RECORD, type BasisOfRecord } from "./occurrences/model/basis-of-record.js";
export type { OccurrenceDetail } from "./occurrences/model/occurrence-details.js";
export {
  OCCURRENCE_QUERYSET,
  restrict,
  type OccurrenceNeed,
  type OccurrenceQuery,
  type OccurrenceRestriction,
} from "./occurrences/model/occurrence-query.js";
export type {
  EventSelection,
  OccurrenceSnapshot,
  OccurrenceSource,
  ProjectDefaults,
  ProjectDescription,
  Reference,
  ReferenceKind,
} from "./occurrences/model/occurrence-source.js";
export type { OwnConditions, OwnOccurrenceSource } from "./occurrences/model/own-restrictions.js";
export { deriveValues, type DerivedValues, type OccurrenceEvidence } from "./occurrences/model/derive.js";
export { captureUrl, mediaUrl } from "./occurrences/model/media-url.js";
export type { OccurrenceExporterOptions } from "./occurrences/model/occurrence-exporter-options.js";

export { DateRangeFilter, type DateRange } from "./occurrences/filters/date-range-filter.js";
export { DefaultsFilter, type DefaultsParams } from "./occurrences/filters/defaults-filter.js";
export { OccurrenceCollectionFilter } from "./occurrences/filters/occurrence-collection-filter.js";
export {
  occurrenceFilterBackends,
  type OccurrenceFilterOptions,
} from "./occurrences/filters/occurrence-filter-backends.js";
export {
  ReferenceFilter,
  type ReferenceFilterOptions,
  type ReferenceParams,
} from "./occurrences/filters/reference-filter.js";
export {
  ReferenceListFilter,
  type ReferenceListFilterOptions,
  type ReferenceListParams,
} from "./occurrences/filters/reference-list-filter.js";
export { ValueFilter, type ValueFilterOptions } from "./occurrences/filters/value-filter.js";

export { protectOccurrences } from "./occurrences/policy/protect-occurrences.js";

export { createCsvExporter, type CsvExporterOptions } from "./occurrences/tables/create-csv-exporter.js";
export {
  createDetectionsCsvExporter,
  DETECTION_CSV_COLUMNS,
  type DetectionsCsvExporterOptions,
} from "./occurrences/tables/create-detections-csv-exporter.js";
export type { DetectionRow } from "./occurrences/tables/detection-source.js";
export {
  createTaxaListCsvExporter,
  TAXA_LIST_CSV_COLUMNS,
  type TaxaListCsvExporterOptions,
} from "./occurrences/tables/create-taxa-list-csv-exporter.js";
export type { TaxonRow } from "./occurrences/tables/taxon-source.js";
export { createJsonExporter, type JsonExporterOptions } from "./occurrences/tables/create-json-exporter.js";
export {
  createGeoJsonExporter,
  occurrenceGeoJsonFields,
  type GeoJsonExporterOptions,
} from "./occurrences/tables/create-geojson-exporter.js";
export {
  occurrenceCsvColumns,
  type OccurrenceCsvColumn,
  type OccurrenceCsvColumnOptions,
} from "./occurrences/tables/occurrence-csv-columns.js";
export {
  occurrenceTypedColumns,
  type OccurrenceTypedColumn,
  type OccurrenceTypedColumnOptions,
} from "./occurrences/tables/occurrence-typed-columns.js";
export {
  occurrenceJsonFields,
  type OccurrenceJsonField,
  type OccurrenceJsonFieldOptions,
} from "./occurrences/tables/occurrence-json-fields.js";

export { createDwcaExporter, type DwcaExporterOptions } from "./occurrences/archive/create-dwca-exporter.js";
export {
  dwcaIdentifier,
  type DwcaConstants,
  type DwcaDataset,
  type DwcaKind,
} from "./occurrences/archive/dwca-dataset.js";
export { EVENT_FIELDS, type EventField } from "./occurrences/archive/event-fields.js";
export type { AbsenceOptions } from "./occurrences/archive/absence.js";
export { archiveExtensions, type ArchiveExtensionTable } from "./occurrences/archive/archive-extensions.js";
export { AUDIOVISUAL_FIELDS, audiovisualTable, REGION_FIELDS } from "./occurrences/archive/audiovisual-table.js";
export { EMOF_FIELDS, emofTable, type MeasurementField } from "./occurrences/archive/emof-table.js";
export { HUMBOLDT_FIELDS, humboldtTable, type HumboldtField } from "./occurrences/archive/humboldt-table.js";
export {
  IDENTIFICATION_FIELDS,
  identificationTable,
  type IdentificationField,
  type OccurrenceOpinion,
} from "./occurrences/archive/identification-table.js";
export type { OccurrenceMeasurement } from "./occurrences/archive/emof-table.js";
export type { OccurrenceMedia } from "./occurrences/model/media.js";
export { MULTIMEDIA_FIELDS, multimediaTable, type MediaField } from "./occurrences/archive/multimedia-table.js";
export {
  createEventExtension,
  createOccurrenceExtension,
  type DwcaCore,
  type EventExtension,
  type EventExtensionSpec,
  type OccurrenceExtension,
  type OccurrenceExtensionSpec,
} from "./occurrences/archive/occurrence-extension.js";
export {
  OCCURRENCE_FIELDS,
  occurrenceFields,
  type OccurrenceField,
  type OccurrenceFieldOptions,
} from "./occurrences/archive/occurrence-fields.js";

export {
  createMemoryOccurrenceSource,
  type MemoryOccurrenceSourceOptions,
} from "./sources/memory/create-memory-occurrence-source.js";
export type { DatasetProject, OccurrenceDataset } from "./sources/memory/occurrence-dataset.js";
