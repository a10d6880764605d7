import type { Id } from "../../contracts/id.js";
import type { ArchiveDataset } from "../../dwca/exporter/archive-description.js";
import { urn } from "../../values/urn.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";

/**
 * The facts of a project's events and occurrences that no source knows, but their host does: the same for every row.
 */
export interface DwcaConstants {
  /** By default `Survey`. */
  readonly eventType?: string | undefined;
  /**
   * The method by which the events sampled. By default `automated light trap with a camera`, which a host with other
   * stations must replace.
   */
  readonly samplingProtocol?: string | undefined;
  /** By default the time from an event's start to its end, as an ISO 8601 duration. */
  readonly samplingEffort?: string | undefined;
  readonly institutionCode?: string | undefined;
  /** ISO 3166-1 alpha-2: `GB`. */
  readonly countryCode?: string | undefined;
  /** In metres, more than 0, at most 5,000,000. */
  readonly coordinateUncertaintyInMeters?: number | undefined;
  /** `"deployment"` gives every event its deployment's identifier as its parent event. */
  readonly parentEvents?: "deployment" | undefined;
  /** The work whose taxon concepts the names stand for. */
  readonly nameAccordingTo?: string | undefined;
  /** The recorder of the occurrences. */
  readonly recordedBy?: string | undefined;
  /** The taxa that the events were to find: `Lepidoptera`, or several separated by ` | `. */
  readonly targetTaxonomicScope?: string | undefined;
  /** Whether every organism of that scope that was detected is among the occurrences. Written as given: filters of a request do not change it. */
  readonly isTaxonomicScopeFullyReported?: boolean | undefined;
  /**
   * The type of search for organisms: `restrictedSearch`, `openSearch`, `opportunisticSearch`, `adventitious`,
   * `compilation`.
   */
  readonly inventoryTypes?: string | undefined;
}

/** The facts that all rows of an archive share. */
export interface DwcaDataset extends ArchiveDataset {
  readonly facts: DwcaConstants;
  /** Whether the archive says which taxa an event did not find. */
  reportsAbsences(event: OccurrenceEvent): boolean;
  /** The dwc:occurrenceID that the archive's own table gives an occurrence; empty where it gives none. */
  occurrenceIdOf(occurrence: Occurrence): string;
}

/** Things of a project that an archive identifies. */
export type DwcaKind =
  "event" | "occurrence" | "deployment" | "location" | "capture" | "detection" | "identification" | "prediction";

/**
 * `urn:<namespace>:<kind>:<project id>:<id>`: names never, so that a rename changes no identifier. Ids made of text are percent-encoded (RFC 8141 §2).
 *
 * @example
 * ```ts
 * value: ({ id }, dataset) => dwcaIdentifier(dataset, "detection", id), // urn:<namespace>:detection:<project>:<id>
 * ```
 */
export function dwcaIdentifier(dataset: DwcaDataset, kind: DwcaKind, id: Id): string {
  return urn(dataset.namespace, kind, dataset.projectId, id);
}
