import { type SensitivityCategory, stricter } from "../category.js";
import type { SensitivityPolicy } from "../sensitivity-policy.js";
import { ownCategory, placeKeys, type RowFacts } from "./row-facts.js";

/**
 * The places of sensitive rows of own tables, learned from all of them: stations, events and points. Others are not
 * held.
 */
export class TermPlaces {
  readonly #policy: SensitivityPolicy;
  readonly #places = new Map<string, SensitivityCategory>();
  readonly #media = new Set<string>();
  readonly #categories = new Set<SensitivityCategory>();

  constructor(policy: SensitivityPolicy) {
    this.#policy = policy;
  }

  /**
   * Learns from a row.
   *
   * @returns whether that may make rows sensitive which were learned before.
   * @throws ExportError `POLICY_FAILED`.
   */
  learn(facts: RowFacts): boolean {
    const own = ownCategory(facts, this.#policy);
    if (own !== null) for (const address of facts.media) this.#media.add(address);
    const category = stricter(own, this.#knownCategory(facts));
    if (category === null) return false;
    this.#categories.add(category);
    const changed = placeKeys(facts).filter(
      (key) => stricter(this.#places.get(key) ?? null, category) !== this.#places.get(key),
    );
    for (const key of changed) this.#places.set(key, category);
    return changed.length > 0;
  }

  /** The category of a row; null where it is public as it is. */
  categoryOf(facts: RowFacts): SensitivityCategory | null {
    if (this.#policy.mode === "dataset")
      return [...this.#categories].reduce<SensitivityCategory | null>(stricter, null);
    return stricter(this.#knownCategory(facts), ownCategory(facts, this.#policy));
  }

  /** Whether a picture is one of a sensitive row. */
  withholds(address: string): boolean {
    return this.#media.has(address);
  }

  /** Whether no row is sensitive. */
  get isEmpty(): boolean {
    return this.#categories.size === 0;
  }

  /** Of the coarsest grid that is used; null for none. */
  get grid(): number | null {
    const sizes = [...this.#categories].filter((category) => category !== "withheld");
    return sizes.length === 0 ? null : Math.max(...sizes);
  }

  #knownCategory(facts: RowFacts): SensitivityCategory | null {
    return placeKeys(facts)
      .map((key) => this.#places.get(key) ?? null)
      .reduce(stricter, null);
  }
}
