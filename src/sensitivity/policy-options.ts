import type { Id } from "../contracts/id.js";
import type { SensitivityCategory } from "./category.js";
import type { Sighting } from "./sighting.js";

/** A taxon whose places are not public. All taxa below it are meant too. */
export interface SensitiveTaxon {
  /** The id that the source gives the taxon. */
  readonly id?: Id;
  /** Compared without regard to case and to the number of blanks. */
  readonly name?: string;
  /** Other names of the taxon, compared in the same way. */
  readonly synonyms?: readonly string[];
  /** By default 0.1. */
  readonly category?: SensitivityCategory;
}

/** A station whose place is not public, whatever was seen there. */
export interface SensitiveStation {
  readonly id: Id;
  /** By default 0.1. */
  readonly category?: SensitivityCategory;
}

/**
 * The treatment of the events of a sensitive station.
 * - `detach`: each of its events is replaced by a surrogate event: an id of its own (HMAC), a coarse place, no
 * locality, no effort. The ids of its records are replaced as well.
 * - `event`: its events keep their ids, times and effort; their place is coarse.
 * - `dataset`: as `event`, for every event of the project as soon as one is sensitive.
 */
export type SensitivityMode = "detach" | "event" | "dataset";

/** The precision of the dates of sensitive records. */
export type DatePrecision = "exact" | "day" | "month" | "year";

/** A picture of a sensitive record. */
export interface ProtectedMedia {
  readonly kind: "crop" | "capture";
  /** The id of its detection or capture in the source. A link that holds it can be joined with what is known of that id. */
  readonly id: Id;
  /** The id that the file shows. */
  readonly publicId: Id;
}

/** The words in a file for what is withheld. */
export interface PolicyWording {
  /** Replaces the name of a station. By default `Place withheld`. */
  readonly locality: string;
  /** Replaces remarks and comments. By default `Withheld`. */
  readonly text: string;
}

/** The rules of a policy. At least one of `taxa`, `stations` and `decide` must say something. */
export interface SensitivityPolicyOptions {
  readonly taxa?: readonly SensitiveTaxon[];
  readonly stations?: readonly SensitiveStation[];
  /**
   * The host's own rule, asked beside the others for each station and taxon of a record; the strictest answer counts. One that throws, or
   * answers anything but a category or null, fails the export with `POLICY_FAILED`.
   */
  readonly decide?: (sighting: Sighting) => SensitivityCategory | null | undefined;
  /** By default `"detach"`. */
  readonly mode?: SensitivityMode;
  /**
   * The key of the surrogate ids (HMAC-SHA-256), at least 32 characters. With another secret all surrogate ids change. Whoever has it can
   * tell which id stands for which.
   */
  readonly secret: string;
  /** A prediction names a taxon from this score on; one without a score does so too. By default 0.5. */
  readonly predictionThreshold?: number;
  /** By default `"exact"`. A surrogate event has no time of day in any case. */
  readonly dates?: DatePrecision;
  /** Gives public links to media of sensitive records, such as a proxy's that checks who asks. By default there are none. */
  readonly mediaUrl?: (media: ProtectedMedia) => string | null;
  /**
   * Names of the source's own restrictions that do not ask for a place. All others leave out sensitive records: a filter by place would
   * otherwise find them one by one.
   */
  readonly harmlessRestrictions?: readonly string[];
  readonly wording?: Partial<PolicyWording>;
  /** Recorded with every export. By default a fingerprint of the other options but functions and the secret. */
  readonly version?: string;
}
