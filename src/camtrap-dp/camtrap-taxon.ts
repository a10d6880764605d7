const RANKS = ["kingdom", "phylum", "class", "order", "family", "genus", "species", "subspecies"] as const;

/** A rank that Camtrap DP has. */
export type CamtrapRank = (typeof RANKS)[number];

/** A taxon as datapackage.json lists it. */
export interface CamtrapTaxon {
  readonly scientificName: string;
  /** An address, or another identifier. */
  readonly taxonID?: string;
  readonly taxonRank?: CamtrapRank;
  readonly kingdom?: string;
  readonly phylum?: string;
  readonly class?: string;
  readonly order?: string;
  readonly family?: string;
  readonly genus?: string;
  /** By language (ISO 639-3): `{ eng: "red fox" }`. */
  readonly vernacularNames?: Readonly<Record<string, string>>;
}

/** A rank in any letter case; undefined for one that Camtrap DP does not have. */
export function camtrapRank(rank: string): CamtrapRank | undefined {
  const name = rank.trim().toLowerCase();
  return RANKS.find((known) => known === name);
}
