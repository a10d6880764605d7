import type { Id } from "../contracts/id.js";

/** A taxon as a policy sees it. */
export interface SightedTaxon {
  /** Absent where the source has only names. */
  readonly id?: Id | undefined;
  readonly name: string;
  /** Those above it. */
  readonly parents: readonly { readonly id?: Id | undefined; readonly name: string }[];
}

/** One reason why a record may be sensitive: a station, and a taxon that a person or a model named there. */
export interface Sighting {
  /** Null for a record without a station. */
  readonly station: { readonly id: Id; readonly name: string } | null;
  readonly taxon: SightedTaxon | null;
  /** The origin of the taxon's name. */
  readonly by: "determination" | "identification" | "prediction";
  /** From 0 to 1, of a prediction; null where there is none. */
  readonly score: number | null;
}
