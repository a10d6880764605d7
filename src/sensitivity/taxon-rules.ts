import { type SensitivityCategory, stricter } from "./category.js";
import type { SensitiveTaxon } from "./policy-options.js";
import type { SightedTaxon } from "./sighting.js";

/** The category of taxa, by id (a number and its text are one) and by name; each rule is also about the taxa below its own. */
export class TaxonRules {
  readonly #byId = new Map<string, SensitivityCategory>();
  readonly #byName = new Map<string, SensitivityCategory>();

  constructor(taxa: readonly SensitiveTaxon[]) {
    for (const { id, name, synonyms = [], category = 0.1 } of taxa) {
      if (id !== undefined) add(this.#byId, String(id), category);
      for (const text of name === undefined ? synonyms : [name, ...synonyms])
        add(this.#byName, plainName(text), category);
    }
  }

  /** The strictest category of a taxon and those above it; null for none. */
  categoryOf(taxon: SightedTaxon): SensitivityCategory | null {
    return [taxon, ...taxon.parents].reduce<SensitivityCategory | null>(
      (found, one) => stricter(found, this.#categoryAt(one)),
      null,
    );
  }

  #categoryAt({ id, name }: Pick<SightedTaxon, "id" | "name">): SensitivityCategory | null {
    const byId = id === undefined ? null : (this.#byId.get(String(id)) ?? null);
    return stricter(byId, this.#byName.get(plainName(name)) ?? null);
  }
}

/** A name as it is compared: without regard to case and to the number of blanks. */
export function plainName(name: string): string {
  return name.normalize("NFC").replace(/\s+/gu, " ").trim().toLowerCase();
}

function add<Key>(rules: Map<Key, SensitivityCategory>, key: Key, category: SensitivityCategory): void {
  rules.set(key, stricter(rules.get(key) ?? null, category) ?? category);
}
