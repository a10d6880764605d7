import type { Taxon, TaxonParent } from "./occurrence.js";

/** The taxon itself, or the one above it, that has this rank, in any letter case. */
export function taxonAtRank(taxon: Taxon, rank: string): TaxonParent | null {
  const wanted = rankKey(rank);
  return isRank(taxon.rank, wanted) ? taxon : (taxon.parents.find((parent) => isRank(parent.rank, wanted)) ?? null);
}

/** A rank as GBIF's vocabulary spells it: `species`, `speciesAggregate` for `SPECIES_AGGREGATE`. Empty for no rank. */
export function rankName(rank: string): string {
  return rankKey(rank).replace(/_(\p{L})/gu, (_match, letter: string) => letter.toUpperCase());
}

/**
 * The epithet of a species: `pronuba` of `Noctua pronuba`, of `Noctua (Noctua) pronuba` and of its subspecies, `bohemica` of `Fallopia x
 * bohemica`. Null above the rank of species, and for names that name none, such as `Noctua sp. 1`, `Noctua cf. pronuba` and `Unknown moth`.
 */
export function specificEpithet(taxon: Taxon | null): string | null {
  const species = taxon && taxonAtRank(taxon, "species");
  if (species !== null) return epithetsOf(species.name).specific;
  return taxon !== null && BELOW_SPECIES.has(rankKey(taxon.rank)) ? epithetsOf(taxon.name).specific : null;
}

/** The last epithet of a taxon below species: `minor` of `Noctua pronuba minor` and of `Noctua pronuba f. minor`. Null for all others. */
export function infraspecificEpithet(taxon: Taxon | null): string | null {
  return taxon !== null && BELOW_SPECIES.has(rankKey(taxon.rank)) ? epithetsOf(taxon.name).infraspecific : null;
}

const words = (text: string): ReadonlySet<string> => new Set(text.match(/\S+/g));
const BELOW_SPECIES =
  words(`subspecies variety subvariety form forma subform infraspecific_name infraspecificname race morph
  aberration`);
/** Words that stand where an epithet would, and say that there is none, or that nobody is sure. */
const PLACEHOLDERS =
  words(`sp spp spec species ssp subsp subspecies cf aff nr near nov indet undet agg aggr aggregate group gr complex
  unknown unidentified undetermined moth insect gen n det ined`);
/** Words that stand where a genus would. */
const NO_GENUS = /^(?:un(?:known|identified|determined|specified)|indet(?:erminate)?|not|no|other|none)\.?$/i;
const HYBRID = words("x ×");
const BELOW = words("subsp ssp var v subvar f fo forma form subf ab morph race");
const GENUS = /^×?\p{Lu}[\p{L}-]*$/u;
const EPITHET = /^×?(\p{Ll}[\p{Ll}-]*\p{Ll})$/u;

interface Epithets {
  readonly specific: string | null;
  readonly infraspecific: string | null;
}

const NONE: Epithets = Object.freeze({ specific: null, infraspecific: null });

function epithetsOf(name: string): Epithets {
  // Any kind of blank: no-break ones come from web pages.
  const [genus = "", ...rest] = name
    .split(/[\s\u200B\uFEFF]+/)
    .filter((word) => word !== "" && !HYBRID.has(word.toLowerCase()));
  if (!GENUS.test(genus) || NO_GENUS.test(genus)) return NONE;
  const [first = "", ...others] = /^\(.*\)$/.test(rest[0] ?? "") ? rest.slice(1) : rest;
  const specific = epithetOf(first);
  if (specific === null) return NONE;
  const marker = others.findLastIndex((word) => BELOW.has(word.replace(/\.$/, "").toLowerCase()));
  return { specific, infraspecific: epithetOf(others[marker + 1] ?? "") };
}

function epithetOf(word: string): string | null {
  const epithet = EPITHET.exec(word)?.[1] ?? null;
  return epithet === null || PLACEHOLDERS.has(epithet) ? null : epithet;
}

const LOWER = /^[a-z_]+$/;
const UPPER = /^[A-Z_]+$/;

/** @param key - as {@link rankKey} makes it. */
function isRank(rank: string, key: string): boolean {
  return UPPER.test(rank) ? rank.length === key.length && rank.toLowerCase() === key : rankKey(rank) === key;
}

function rankKey(rank: string): string {
  if (LOWER.test(rank)) return rank;
  if (UPPER.test(rank)) return rank.toLowerCase();
  return rank
    .trim()
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

// cspell:ignore erminate
