import type { Id } from "../../contracts/id.js";
import type { Capture, Classification, Deployment, Identification, Occurrence } from "../model/occurrence.js";
import type { Region } from "../model/region.js";
import type { TimeSpan } from "../../camtrap-dp/time-span.js";

/** The facts that all rows of a package share. */
export interface CamtrapDataset {
  /** The namespace of identifiers. */
  readonly namespace: string;
  readonly projectId: Id;
  /** The one way in which the cameras took pictures; null for several. */
  readonly captureMethod: string | null;
  /** Of files whose name says nothing. */
  readonly mediaType: string;
}

/** A deployment, and the time that its records cover. */
export interface DeploymentRow {
  readonly deployment: Deployment;
  readonly latitude: number;
  readonly longitude: number;
  readonly start: string;
  readonly end: string;
  /** Whether times are only known to the day, month or year. */
  readonly isCoarse: boolean;
  /** A note on the work of a sensitivity policy. */
  readonly note: string | null;
}

/** A picture on which an animal was seen. */
export interface MediaRow {
  readonly capture: Capture;
  readonly url: string;
  readonly deployment: Deployment;
  readonly timestamp: string;
}

/** The one opinion of an animal that counts. */
export interface Consensus {
  readonly method: "human" | "machine" | null;
  readonly by: string | null;
  readonly timestamp: string | null;
  /** From 0 to 1; null for a person's. */
  readonly probability: number | null;
  readonly comment: string | null;
}

/** An observation of a whole event, or of one picture. */
export interface ObservationRow {
  readonly kind: "event" | "media" | "blank";
  /** Of the occurrence, the detection, or the night. */
  readonly id: Id;
  readonly deployment: Deployment;
  /** The occurrence; null for a night without any. */
  readonly occurrence: Occurrence | null;
  readonly nightId: Id | null;
  readonly capture: Capture | null;
  readonly span: TimeSpan;
  readonly type: string;
  readonly region: Region | null;
  readonly consensus: Consensus;
  readonly comments: readonly string[];
}

/** An opinion of an occurrence beside the consensus. */
export interface OpinionRow {
  readonly occurrence: Occurrence;
  readonly deployment: Deployment;
  /** Null for an opinion on the occurrence as a whole, and for one on a picture that is not in the package. */
  readonly capture: Capture | null;
  readonly opinion:
    | { readonly kind: "prediction"; readonly classification: Classification }
    | { readonly kind: "identification"; readonly identification: Identification };
  readonly timestamp: string | null;
}
