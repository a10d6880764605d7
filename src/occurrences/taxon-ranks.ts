import type { Taxon, TaxonParent } from "./occurrence.js";

/** The taxon itself, or the one above it, that has this rank. */
export function taxonAtRank(taxon: Taxon, rank: string): TaxonParent | null {
  return taxon.rank === rank ? taxon : (taxon.parents.find((parent) => parent.rank === rank) ?? null);
}

/**
 * The second word of a species' name: `pronuba` of `Noctua pronuba`, of `Noctua (Noctua) pronuba` and of its subspecies. Null above the
 * rank of species, and for names such as `Noctua sp. 1`.
 */
export function specificEpithet(taxon: Taxon | null): string | null {
  const species = taxon && taxonAtRank(taxon, "SPECIES")?.name;
  return /^\p{Lu}\S*(?: \([^)]*\))? (\p{Ll}[\p{Ll}-]*)(?= |$)/u.exec(species ?? "")?.[1] ?? null;
}
