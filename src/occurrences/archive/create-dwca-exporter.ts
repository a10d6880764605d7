import type { ExporterClass } from "../../contracts/exporter.js";
import { checkBatchSize } from "../../rows/row-limits.js";
import type { ArchiveLevel } from "../../dwca/checks/archive-check.js";
import { archiveExporterClass, checkNamespace } from "../../dwca/exporter/create-archive-exporter.js";
import type { DatasetMetadataOptions } from "../../dwca/metadata/dataset-metadata.js";
import { parseMetadata } from "../../dwca/metadata/parse-metadata.js";
import { publicSource } from "../../sensitivity/public-source.js";
import { protectOccurrences } from "../policy/protect-occurrences.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { occurrenceFilterBackends } from "../filters/occurrence-filter-backends.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import type { OccurrenceExporterOptions } from "../model/occurrence-exporter-options.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";
import { type AbsenceOptions, checkAbsences } from "./absence.js";
import { type ArchiveExtensionTable, archiveExtensions } from "./archive-extensions.js";
import type { DwcaConstants } from "./dwca-dataset.js";
import { eventCore } from "./event-core.js";
import { EVENT_FIELDS, type EventField } from "./event-fields.js";
import { occurrenceCore } from "./occurrence-core.js";
import type { DwcaCore } from "./occurrence-extension.js";
import { occurrenceFields as fieldsOf, type OccurrenceField } from "./occurrence-fields.js";
import { parseFacts } from "./parse-facts.js";
import { projectMetadata } from "./project-metadata.js";
import { withProtection } from "./with-protection.js";

/** The source of an archive's occurrences, and their description. */
export interface DwcaExporterOptions extends OccurrenceExporterOptions {
  /**
   * The namespace of identifiers, `urn:<namespace>:event:<project id>:<id>`: letters, digits and hyphens (RFC 8141 §2). By default
   * `antenna`.
   */
  readonly namespace?: string;
  /** By default all is taken from the project. */
  readonly metadata?: DatasetMetadataOptions;
  /** The facts that the source does not know. */
  readonly facts?: DwcaConstants;
  /**
   * The table that the others belong to. `"event"` (the default): events in event.txt, occurrences beside them. `"occurrence"`: every
   * occurrence in occurrence.txt, with the fields of its event.
   */
  readonly core?: DwcaCore;
  /** The columns of event.txt; one must be dwc:eventID. By default {@link EVENT_FIELDS}. */
  readonly eventFields?: readonly EventField[];
  /**
   * The columns of occurrence.txt; one must be dwc:eventID, and dwc:occurrenceID where occurrences are the core. By default those of
   * `occurrenceFields({ details: source.details })`.
   */
  readonly occurrenceFields?: readonly OccurrenceField[];
  /** The other tables, filled in the same pass. A request may choose among them by name. By default those of `archiveExtensions(core)`. */
  readonly extensions?: readonly ArchiveExtensionTable[];
  /**
   * The checks of the finished archive before it is uploaded; by default `"structure"`, see `createArchiveExporter`.
   */
  readonly check?: ArchiveLevel;
  /**
   * `"include"` also writes the project's empty events, to a core of events: those to which no occurrence belongs. Readers take them for
   * nights without animals. A request's filters by place and time hold for them too. By default `"omit"`.
   */
  readonly emptyEvents?: "include" | "omit";
  /**
   * Writes, for each exported event whose effort supports it, the taxa of a list that it did not find: rows of occurrence.txt with
   * dwc:occurrenceStatus `absent`. What a request's filters leave out still counts as found. By default nothing is said to be absent.
   */
  readonly absences?: AbsenceOptions;
}

/**
 * The exporter of `dwca`: a Darwin Core Archive with events as its core and occurrences as its first extension, or with occurrences as its
 * core. Takes every filter of occurrences; the project's default filters hold unless a request says `apply_defaults: false`. Occurrences
 * without an event are not exported to a core of events. `rowErrors: "skip"` leaves out occurrences with all their rows.
 *
 * Warnings on the record, beside those of any archive:
 *
 * - `LICENSE_NOT_ACCEPTED` by GBIF.
 * - `COORDINATES_INVALID` for an event whose station has coordinates that are no place; they are not written. `COORDINATES_ZERO` where they are
 *   0, 0, which usually means that they are unknown; they are written.
 * - `EVENT_ENDS_BEFORE_START` for an event whose end is before its start; the end is not written.
 * - `EVENTS_WITHOUT_OCCURRENCES` for events all of whose occurrences were skipped. They are written.
 * - `EVENTS_LEFT_OUT` with `emptyEvents: "include"`, for events that have occurrences, none of which is exported: a filter left them out, or they
 *   are not determined. Such events are not written, since readers would take them for empty. Under a restriction of the host's own, empty
 *   events are among them: nobody knows whether it holds for them.
 * - `CORE_ROWS_SKIPPED` for events that `rowErrors: "skip"` left out with all their occurrences, for an invalid date or coordinate.
 *
 * @throws TypeError for an unknown term of a listed namespace; a term, file or row type used twice; a table without its
 * id; a table of events or `emptyEvents` beside a core of occurrences; an invalid namespace or `batchSize`; facts that
 * no reader takes; metadata that would make eml.xml invalid.
 * @example
 * ```ts
 * registry.register("dwca")(
 *   createDwcaExporter({ source, namespace: "two-valleys", facts: { samplingProtocol: "light trap" } }),
 * );
 * ```
 */
export function createDwcaExporter(options: DwcaExporterOptions): ExporterClass {
  const { rowErrors = "fail", batchSize = 1_000, namespace = "antenna", check: level = "structure", policy } = options;
  const source = publicSource(options.source, policy, protectOccurrences);
  checkBatchSize(batchSize);
  checkNamespace(namespace);
  const metadata = parseMetadata(options.metadata ?? {});
  const { core = "event", emptyEvents = "omit", absences } = options;
  const facts = parseFacts(options.facts ?? {});
  if (absences !== undefined) checkAbsences(absences);
  if (absences !== undefined && policy?.mode === "detach")
    throw new TypeError('Absences need events with their effort: give the policy the mode "event" or "dataset".');
  const eventFields = withProtection(options.eventFields ?? EVENT_FIELDS, policy);
  const occurrenceFields = withProtection(options.occurrenceFields ?? fieldsOf({ details: source.details }), policy);
  const tables = { eventFields, occurrenceFields, extensions: options.extensions ?? archiveExtensions(core) };
  const shared = {
    ...{ source, namespace, rowErrors, batchSize, level },
    filters: occurrenceFilterBackends(source, { applyDefaults: true, ...options }),
    checkRow: checkOccurrence,
    metadata: async ({ snapshot }: { readonly snapshot: OccurrenceSnapshot }) =>
      projectMetadata(await snapshot.project(), metadata),
    jobName: exportJobName,
  };
  // Surrogate ids come in the order of the ids that they stand for, not in one of their own.
  const order = policy?.mode === "detach" ? { compareIds: undefined } : {};
  return core === "occurrence"
    ? archiveExporterClass({ ...shared, ...occurrenceCore({ ...tables, facts, emptyEvents, absences }), ...order })
    : archiveExporterClass({ ...shared, ...eventCore({ ...tables, facts, emptyEvents, absences }), ...order });
}
