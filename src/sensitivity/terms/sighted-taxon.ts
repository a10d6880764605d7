import type { SightedTaxon } from "../sighting.js";

const RANKS = [
  "kingdom",
  "phylum",
  "class",
  "order",
  "superfamily",
  "family",
  "subfamily",
  "tribe",
  "subtribe",
  "genus",
];
const OTHER_NAMES = [
  "acceptedNameUsage",
  "originalNameUsage",
  "parentNameUsage",
  "verbatimIdentification",
  "vernacularName",
];

/** Terms that name a taxon; the cells of others need not be read. */
export const TAXON_TERMS: readonly string[] = [
  ...["taxonID", "scientificName", "higherClassification", "genericName", "subgenus", "specificEpithet"],
  ...["acceptedNameUsageID", "parentNameUsageID", ...RANKS, ...OTHER_NAMES],
].map((name) => `dwc:${name}`);

/**
 * The taxon of a row, of its cells by term; null where none is named. The words before authors, epithets and ranks
 * count as a taxon above it. So a rule for a species or genus meets "Catocala sponsa (Linnaeus, 1767)" too.
 */
export function sightedTaxon(cell: (term: string) => string): SightedTaxon | null {
  const [id, name] = [cell("dwc:taxonID"), cell("dwc:scientificName")];
  const epithets = `${cell("dwc:genericName") || cell("dwc:genus")} ${cell("dwc:specificEpithet")}`.trim();
  const others = [epithets, ...OTHER_NAMES.map((term) => cell(`dwc:${term}`))];
  const above = [...RANKS.map((rank) => cell(`dwc:${rank}`)), ...cell("dwc:higherClassification").split(/[|;,>]/)];
  const names = [...[name, ...others].flatMap(beginnings), ...above, cell("dwc:subgenus")].filter(
    (text) => text.trim() !== "",
  );
  const ids = [cell("dwc:acceptedNameUsageID"), cell("dwc:parentNameUsageID")].filter((text) => text !== "");
  if (id === "" && ids.length === 0 && names.length === 0) return null;
  const parents = [...names.map((text) => ({ name: text })), ...ids.map((text) => ({ id: text, name: "" }))];
  return { ...(id === "" ? {} : { id }), name: name || epithets, parents };
}

/** A name and what it begins with, word by word, also without subgenus and words of doubt. */
function beginnings(name: string): readonly string[] {
  const plain = name
    .replace(/\([^)]*\)/g, " ")
    .replace(/(^|\s)(?:cf|aff|nr|sp|ssp|subsp|var|f)\.?(?=\s|$)|[?×]/giu, " ");
  return [name, plain].flatMap((text) => {
    const words = text.trim().split(/\s+/u);
    return words.map((_, index) => words.slice(0, index + 1).join(" "));
  });
}
