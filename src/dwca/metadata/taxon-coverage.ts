import type { EmlCoverage } from "./eml-document.js";

type CoveredTaxa = EmlCoverage["taxa"];

/** The most taxa that a coverage names. */
export const TAXA_LIMIT = 1000;

/** The cells of a row that name its taxon. */
export interface TaxonCells {
  readonly scientificName: string;
  readonly taxonRank: string;
  readonly vernacularName: string;
  readonly family: string;
  readonly order: string;
}

/**
 * The taxa that rows name, in bounded memory. Beyond {@link TAXA_LIMIT} taxa, their families stand for them. Beyond as
 * many families, their orders do; beyond as many orders, nothing is said.
 */
export class TaxonCoverage {
  readonly #levels = ["scientificName", "family", "order"].map(() => new Map<string, CoveredTaxa[number]>());

  add({ scientificName, taxonRank, vernacularName, family, order }: TaxonCells): void {
    const commonName = (rank: string): string | null =>
      taxonRank === rank && vernacularName.trim() !== "" ? vernacularName : null;
    this.#addTo(0, {
      rank: taxonRank || null,
      name: scientificName,
      commonName: vernacularName.trim() === "" ? null : vernacularName,
    });
    this.#addTo(1, { rank: "family", name: family, commonName: commonName("family") });
    this.#addTo(2, { rank: "order", name: order, commonName: commonName("order") });
  }

  /** By rank, then by name. */
  summary(): CoveredTaxa {
    const taxa = this.#levels.find(({ size }) => size <= TAXA_LIMIT) ?? new Map();
    return [...taxa].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, taxon]) => taxon);
  }

  #addTo(level: number, taxon: CoveredTaxa[number]): void {
    const taxa = this.#levels[level];
    if (taxa === undefined || taxon.name.trim() === "" || taxa.size > TAXA_LIMIT) return;
    taxa.set(`${taxon.rank ?? ""} ${taxon.name}`, taxon);
  }
}
