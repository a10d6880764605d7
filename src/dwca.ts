export { createDwcaExporter, type DwcaExporterOptions } from "./occurrences/create-dwca-exporter.js";
export { EVENT_FIELDS, type EventField } from "./occurrences/event-fields.js";
export { OCCURRENCE_FIELDS, type OccurrenceField } from "./occurrences/occurrence-fields.js";
export { createOccurrenceExtension, type OccurrenceExtension, type OccurrenceExtensionSpec } from "./occurrences/occurrence-extension.js";
export type { DatasetMetadataOptions } from "./occurrences/dataset-metadata.js";
export { dwcaIdentifier, type DwcaDataset, type DwcaFacts, type DwcaKind } from "./occurrences/dwca-dataset.js";

export type { DwcField, DwcValue } from "./dwca/dwc-field.js";
export { checkDwcTables, createDwcTable, type DwcColumn, type DwcTable, type DwcTableSpec } from "./dwca/dwc-table.js";
export { NAMESPACES } from "./dwca/terms.js";
export { writeArchive } from "./dwca/write-archive.js";
export type { ArchiveContents, ArchiveExtension, ArchivePorts, Identified } from "./dwca/archive-contents.js";
export { createTempFileSpool, type Spool } from "./dwca/spool.js";
export type { Warn } from "./dwca/tsv-encoder.js";
export type { EmlCoverage, EmlDocument, EmlKeywordSet, EmlMethods, EmlParty } from "./dwca/eml-document.js";
export { ACCEPTED_LICENSES, acceptedLicense, type License } from "./dwca/license.js";
