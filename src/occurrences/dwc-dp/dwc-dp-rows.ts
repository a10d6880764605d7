import type { Id } from "../../contracts/id.js";
import { urn } from "../../values/urn.js";
import type { StationZones } from "../model/station-zones.js";
import type { Region } from "../model/region.js";
import type {
  Capture,
  Classification,
  Deployment,
  Occurrence,
  OccurrenceEvent,
  ProtectionNotes,
  Taxon,
} from "../model/occurrence.js";
import type { DwcDpFacts } from "./dwc-dp-facts.js";

/** The facts that all rows of a package share. */
export interface DwcDpDataset {
  /** The namespace of identifiers. */
  readonly namespace: string;
  readonly projectId: Id;
  readonly facts: DwcDpFacts;
  /** The time zones of stations. */
  readonly zones: StationZones;
  readonly title: string;
  readonly mediaLicense: string;
  readonly rightsHolder: string | null;
  readonly homepage: string | null;
  readonly citation: string | null;
  readonly funding: string | null;
}

type Kind =
  | ("project" | "deployment" | "event" | "survey" | "surveyTarget" | "location")
  | ("occurrence" | "capture" | "detection" | "identification" | "prediction" | "determination" | "score")
  | ("person" | "algorithm" | "contributor" | "recorder" | "protocol" | "provenance" | "usagePolicy");

/** `urn:<namespace>:<kind>:<project id>:<id>`: names only of those who have nothing else, so that a rename changes no other identifier. */
export function dwcDpId({ namespace, projectId }: DwcDpDataset, kind: Kind, ...ids: readonly Id[]): string {
  return urn(namespace, kind, projectId, ...ids);
}

/** An event that contains others, or a night. */
export interface EventRow {
  readonly kind: "project" | "deployment" | "event";
  /** Absent for the project. */
  readonly id?: Id;
  readonly name: string | null;
  readonly deployment: Deployment | null;
  readonly event: OccurrenceEvent | null;
  readonly protection: ProtectionNotes | undefined;
}

/** A person, an algorithm, or one whom the host names. */
export interface AgentRow {
  readonly kind: "person" | "algorithm" | "contributor" | "recorder";
  /** The name of one whom the host names: nothing else stays the same when others are added. */
  readonly id: Id;
  /** The address that identifies it in the world: an ORCID, a ROR. */
  readonly address?: string | undefined;
  readonly name: string | null;
}

/** The part of an agent in the project or a night. */
export interface RoleRow<Target> {
  readonly target: Target;
  readonly agent: AgentRow;
  readonly role: string;
  /** Among agents with this role, counted from 1. */
  readonly order: number;
}

/** The one target of all surveys. */
export interface SurveyTargetRow {
  /** Whether the file has every animal of the target that was detected. Readers take what is missing for not detected. */
  readonly isFullyReported: boolean;
}

/** An opinion about an occurrence: an identification, a prediction, or the bare name where neither decides. */
export interface OpinionRow {
  readonly kind: "identification" | "prediction" | "determination";
  readonly id: Id;
  readonly occurrence: Occurrence;
  readonly taxon: Taxon;
  readonly by: AgentRow | null;
  readonly date: string | null;
  readonly status: "verified" | "unverified" | "withdrawn";
  readonly remarks: string | null;
  /** The key of the picture or region on which it was said, where that is written. */
  readonly medium: string | null;
  readonly isAccepted: boolean;
}

/** A picture, or a region of one. */
export interface MediumRow {
  readonly kind: "capture" | "detection";
  readonly id: Id;
  readonly url: string | null;
  /** The time of the picture with its offset; the day alone where nobody knows the offset. */
  readonly createDate: string | null;
  /** The picture, or the one that the region is on. Null where it is not written. */
  readonly capture: Capture | null;
  readonly region: Region | null;
}

/** A picture or region, and the event or occurrence that it belongs to. */
export interface MediumLink {
  readonly medium: MediumRow;
  readonly event: OccurrenceEvent;
  readonly occurrence: Occurrence;
}

/** The score of a classification or a detection. */
export interface ScoreRow {
  readonly kind: "classification" | "detection";
  readonly id: Id;
  /** The key of the occurrence or region that it is about. */
  readonly about: string;
  readonly score: number;
  readonly by: Classification["algorithm"];
  readonly date: string | null;
  readonly remarks: string | null;
}
