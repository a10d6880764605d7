import type { EmlCoverage } from "../dwca/eml-document.js";
import type { Taxon } from "./occurrence.js";
import { taxonAtRank } from "./taxon-ranks.js";

type CoveredTaxa = EmlCoverage["taxa"];

/** The most taxa that a coverage names. */
export const TAXA_LIMIT = 1000;

/**
 * The taxa that rows are determined as, in bounded memory: where there are more than {@link TAXA_LIMIT} of them their families stand
 * for them, where there are more families their orders, and of still more nothing is said.
 */
export class TaxonCoverage {
  readonly #levels = [null, "FAMILY", "ORDER"].map((rank) => ({ rank, taxa: new Map<string, CoveredTaxa[number]>() }));

  add(determination: Taxon): void {
    for (const { rank, taxa } of this.#levels) {
      const taxon = rank === null ? determination : taxonAtRank(determination, rank);
      if (taxon === null || taxon.name.trim() === "" || taxa.size > TAXA_LIMIT) continue;
      const commonName = taxon === determination ? determination.commonName : null;
      taxa.set(`${taxon.rank} ${taxon.name}`, { rank: orNull(taxon.rank.toLowerCase()), name: taxon.name, commonName: orNull(commonName) });
    }
  }

  /** By rank, then by name. */
  summary(): CoveredTaxa {
    const taxa = this.#levels.find((level) => level.taxa.size <= TAXA_LIMIT)?.taxa ?? new Map();
    return [...taxa].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, taxon]) => taxon);
  }
}

/** EML has no empty texts. */
function orNull(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : text;
}
