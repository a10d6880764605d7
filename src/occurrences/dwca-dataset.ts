import type { Id } from "../contracts/id.js";

/** What no source knows of a project's events and occurrences, but their host does: the same for every row. */
export interface DwcaFacts {
  /** By default `Survey`. */
  readonly eventType?: string;
  /** How the events sampled: `automated light trap`. */
  readonly samplingProtocol?: string;
  /** By default the time from an event's start to its end, as an ISO 8601 duration. */
  readonly samplingEffort?: string;
  readonly institutionCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** In metres, more than 0. */
  readonly coordinateUncertaintyInMeters?: number;
  /** `"deployment"` gives every event its deployment's identifier as its parent event. */
  readonly parentEvents?: "deployment";
  /** The work whose taxon concepts the names stand for. */
  readonly nameAccordingTo?: string;
  /** Who recorded the occurrences. */
  readonly recordedBy?: string;
}

/** What all rows of an archive share. */
export interface DwcaDataset {
  /** The namespace of identifiers, as in `urn:<namespace>:event:1:2`. */
  readonly namespace: string;
  readonly projectId: Id;
  readonly title: string;
  /** The licence's address, or its text where GBIF knows none; null for none. */
  readonly license: string | null;
  readonly rightsHolder: string | null;
  readonly facts: DwcaFacts;
}

/** Things of a project that an archive identifies. */
export type DwcaKind = "event" | "occurrence" | "deployment" | "location";

/** `urn:<namespace>:<kind>:<project id>:<id>`: names never, so that a rename changes no identifier. */
export function dwcaIdentifier(dataset: DwcaDataset, kind: DwcaKind, id: Id): string {
  return `urn:${dataset.namespace}:${kind}:${dataset.projectId}:${id}`;
}
