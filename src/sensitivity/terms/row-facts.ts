import type { SensitivityCategory } from "../category.js";
import type { SensitivityPolicy } from "../sensitivity-policy.js";
import { stricter } from "../category.js";
import type { SightedTaxon, Sighting } from "../sighting.js";

/** The facts that a policy decides by, of one row and of all that is derived from it. */
export interface RowFacts {
  readonly stations: readonly { readonly id: string; readonly name: string }[];
  readonly events: readonly string[];
  readonly points: readonly string[];
  readonly taxa: readonly SightedTaxon[];
  /** Addresses of pictures and of their pages. */
  readonly media: readonly string[];
}

/** The facts of several rows as those of one. */
export function joinFacts(facts: readonly RowFacts[]): RowFacts {
  return {
    stations: facts.flatMap(({ stations }) => stations),
    events: facts.flatMap(({ events }) => events),
    points: facts.flatMap(({ points }) => points),
    taxa: facts.flatMap(({ taxa }) => taxa),
    media: facts.flatMap(({ media }) => media),
  };
}

/** Returns the keys that rows of one place share: station, event, or the very same point. */
export function placeKeys({ stations, events, points }: RowFacts): readonly string[] {
  return [
    ...stations.map(({ id }) => `station ${id}`),
    ...events.map((id) => `event ${id}`),
    ...points.map((point) => `point ${point}`),
  ];
}

/** The category that a row is a reason for by itself. @throws ExportError `POLICY_FAILED`. */
export function ownCategory({ stations, taxa }: RowFacts, policy: SensitivityPolicy): SensitivityCategory | null {
  const places: readonly Sighting["station"][] = stations.length === 0 ? [null] : stations;
  const named: readonly (SightedTaxon | null)[] = taxa.length === 0 ? [null] : taxa;
  const sightings = places.flatMap((station) => named.map((taxon) => ({ station, taxon })));
  return sightings
    .map((sighting) => policy.categoryOf({ ...sighting, by: "determination", score: null }))
    .reduce(stricter, null);
}
