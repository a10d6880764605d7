import type { ExporterClass, ExportRun } from "../contracts/exporter.js";
import { checkDwcTables, createDwcTable } from "../dwca/dwc-table.js";
import { NAMESPACES } from "../dwca/terms.js";
import type { OccurrenceExporterOptions } from "./create-row-exporter.js";
import type { DatasetMetadataOptions } from "./dataset-metadata.js";
import type { DwcaFacts } from "./dwca-dataset.js";
import { DwcaExporter, type DwcaExporterSpec } from "./dwca-exporter.js";
import { EVENT_FIELDS, type EventField } from "./event-fields.js";
import { createOccurrenceExtension, type OccurrenceExtension } from "./occurrence-extension.js";
import { OCCURRENCE_FIELDS, type OccurrenceField } from "./occurrence-fields.js";
import { occurrenceFilterBackends } from "./occurrence-filter-backends.js";
import { parseMetadata } from "./parse-metadata.js";

/** Where an archive's occurrences come from, and what is said of them. */
export interface DwcaExporterOptions extends OccurrenceExporterOptions {
  /**
   * The namespace of identifiers, `urn:<namespace>:event:<project id>:<id>`: letters, digits and hyphens (RFC 8141 §2). By default
   * `antenna`.
   */
  readonly namespace?: string;
  /** By default all is taken from the project. */
  readonly metadata?: DatasetMetadataOptions;
  /** What the source does not know. */
  readonly facts?: DwcaFacts;
  /** The columns of event.txt; one must be dwc:eventID. By default {@link EVENT_FIELDS}. */
  readonly eventFields?: readonly EventField[];
  /** The columns of occurrence.txt; one must be dwc:eventID. By default {@link OCCURRENCE_FIELDS}. */
  readonly occurrenceFields?: readonly OccurrenceField[];
  /** Further tables, filled in the same pass over the occurrences. By default none. */
  readonly extensions?: readonly OccurrenceExtension[];
  /** `"include"` also writes the project's events without any exported occurrence. By default `"omit"`. */
  readonly emptyEvents?: "include" | "omit";
}

/**
 * The exporter of `dwca`: a Darwin Core Archive with the events as its core and the occurrences as its first extension. Takes every
 * filter of occurrences; the project's default filters hold unless a request says `apply_defaults: false`. Occurrences without an
 * event are not exported. `rowErrors: "skip"` leaves out occurrences with all their rows; an event is never left out.
 *
 * Warnings on the record, beside those of any archive: `LICENSE_NOT_ACCEPTED` by GBIF; `COORDINATES_INVALID` for an event whose station
 * has coordinates that are no place, which are then not written; `EVENTS_WITHOUT_OCCURRENCES` for events all of whose occurrences were
 * skipped.
 *
 * @throws TypeError for an unknown term of a listed namespace, a term, file or row type used twice, a table without its id, a
 * namespace or `batchSize` that is none, or metadata that would make eml.xml invalid.
 */
export function createDwcaExporter(options: DwcaExporterOptions): ExporterClass {
  const spec = toSpec(options);
  return class extends DwcaExporter {
    static readonly fileFormat = "zip";
    static readonly contentType = "application/zip";

    constructor(run: ExportRun) {
      super(run, spec);
    }
  };
}

function toSpec(options: DwcaExporterOptions): DwcaExporterSpec {
  const { source, namespace = "antenna", batchSize = 500, eventFields = EVENT_FIELDS, occurrenceFields = OCCURRENCE_FIELDS } = options;
  if (!/^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$/i.test(namespace)) throw new TypeError("The namespace must be one of RFC 8141.");
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) throw new TypeError("batchSize must be a positive integer.");
  const core = createDwcTable({ file: "event.txt", rowType: `${DWC}Event`, id: `${DWC}eventID`, fields: eventFields });
  const extensions = [occurrenceTable(occurrenceFields), ...(options.extensions ?? [])];
  checkDwcTables(core, extensions.map(({ table }) => table));
  return Object.freeze({
    source,
    namespace,
    batchSize,
    core,
    extensions,
    filterBackends: occurrenceFilterBackends(source, { applyDefaults: true }),
    metadata: parseMetadata(options.metadata ?? {}),
    facts: options.facts ?? {},
    needs: Object.freeze([...new Set(extensions.flatMap(({ needs }) => needs))]),
    emptyEvents: options.emptyEvents ?? "omit",
    rowErrors: options.rowErrors ?? "fail",
  });
}

const DWC = NAMESPACES.dwc;

function occurrenceTable(fields: readonly OccurrenceField[]): OccurrenceExtension {
  return createOccurrenceExtension({
    file: "occurrence.txt",
    rowType: `${DWC}Occurrence`,
    id: `${DWC}eventID`,
    fields,
    needs: fields.flatMap(({ needs = [] }) => needs),
    rows: (occurrence) => [occurrence],
  });
}
