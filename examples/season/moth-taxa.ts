import type { Taxon, TaxonParent } from "../../src/occurrences/model/occurrence.js";

/** The moth of the season that is rare where it was seen, so that its stations are secret. */
export const SENSITIVE_MOTH = "Actias luna";

/** Family: genus epithet | authorship | English name. Names as in current checklists. */
const SPECIES_BY_FAMILY: Readonly<Record<string, readonly string[]>> = {
  Noctuidae: [
    "Noctua pronuba|(Linnaeus, 1758)|Large Yellow Underwing",
    "Noctua comes|Hübner, 1813|Lesser Yellow Underwing",
    "Noctua fimbriata|(Schreber, 1759)|Broad-bordered Yellow Underwing",
    "Agrotis exclamationis|(Linnaeus, 1758)|Heart and Dart",
    "Agrotis ipsilon|(Hufnagel, 1766)|Dark Sword-grass",
    "Agrotis segetum|(Denis & Schiffermüller, 1775)|Turnip Moth",
    "Xestia c-nigrum|(Linnaeus, 1758)|Setaceous Hebrew Character",
    "Xestia xanthographa|(Denis & Schiffermüller, 1775)|Square-spot Rustic",
    "Autographa gamma|(Linnaeus, 1758)|Silver Y",
    "Phlogophora meticulosa|(Linnaeus, 1758)|Angle Shades",
    "Apamea monoglypha|(Hufnagel, 1766)|Dark Arches",
    "Orthosia gothica|(Linnaeus, 1758)|Hebrew Character",
    "Orthosia cerasi|(Fabricius, 1775)|Common Quaker",
    "Orthosia incerta|(Hufnagel, 1766)|Clouded Drab",
    "Acronicta psi|(Linnaeus, 1758)|Grey Dagger",
    "Acronicta aceris|(Linnaeus, 1758)|Sycamore",
    "Mythimna pallens|(Linnaeus, 1758)|Common Wainscot",
    "Mythimna unipuncta|(Haworth, 1809)|",
    "Amphipyra pyramidea|(Linnaeus, 1758)|Copper Underwing",
    "Diachrysia chrysitis|(Linnaeus, 1758)|Burnished Brass",
    "Peridroma saucia|(Hübner, 1808)|Pearly Underwing",
    "Helicoverpa armigera|(Hübner, 1808)|Scarce Bordered Straw",
  ],
  Geometridae: [
    "Biston betularia|(Linnaeus, 1758)|Peppered Moth",
    "Opisthograptis luteolata|(Linnaeus, 1758)|Brimstone Moth",
    "Ourapteryx sambucaria|(Linnaeus, 1758)|Swallow-tailed Moth",
    "Campaea margaritaria|(Linnaeus, 1761)|Light Emerald",
    "Geometra papilionaria|(Linnaeus, 1758)|Large Emerald",
    "Idaea aversata|(Linnaeus, 1758)|Riband Wave",
    "Idaea biselata|(Hufnagel, 1767)|Small Fan-footed Wave",
    "Xanthorhoe fluctuata|(Linnaeus, 1758)|Garden Carpet",
    "Camptogramma bilineata|(Linnaeus, 1758)|Yellow Shell",
    "Operophtera brumata|(Linnaeus, 1758)|Winter Moth",
    "Peribatodes rhomboidaria|(Denis & Schiffermüller, 1775)|Willow Beauty",
    "Cabera pusaria|(Linnaeus, 1758)|Common White Wave",
    "Lomaspilis marginata|(Linnaeus, 1758)|Clouded Border",
  ],
  Erebidae: [
    "Arctia caja|(Linnaeus, 1758)|Garden Tiger",
    "Spilosoma lubricipeda|(Linnaeus, 1758)|White Ermine",
    "Catocala nupta|(Linnaeus, 1767)|Red Underwing",
    "Lymantria dispar|(Linnaeus, 1758)|Spongy Moth",
    "Euproctis similis|(Fuessly, 1775)|Yellow-tail",
    "Hypena proboscidalis|(Linnaeus, 1758)|Snout",
    "Tyria jacobaeae|(Linnaeus, 1758)|Cinnabar",
    "Callimorpha dominula|(Linnaeus, 1758)|Scarlet Tiger",
    "Hyphantria cunea|(Drury, 1773)|Fall Webworm",
  ],
  Sphingidae: [
    "Deilephila elpenor|(Linnaeus, 1758)|Elephant Hawk-moth",
    "Deilephila porcellus|(Linnaeus, 1758)|Small Elephant Hawk-moth",
    "Laothoe populi|(Linnaeus, 1758)|Poplar Hawk-moth",
    "Smerinthus ocellata|(Linnaeus, 1758)|Eyed Hawk-moth",
    "Mimas tiliae|(Linnaeus, 1758)|Lime Hawk-moth",
    "Sphinx ligustri|Linnaeus, 1758|Privet Hawk-moth",
    "Agrius convolvuli|(Linnaeus, 1758)|Convolvulus Hawk-moth",
    "Macroglossum stellatarum|(Linnaeus, 1758)|Humming-bird Hawk-moth",
    "Acherontia atropos|(Linnaeus, 1758)|Death's-head Hawk-moth",
  ],
  Notodontidae: [
    "Phalera bucephala|(Linnaeus, 1758)|Buff-tip",
    "Notodonta ziczac|(Linnaeus, 1758)|Pebble Prominent",
    "Ptilodon capucina|(Linnaeus, 1758)|Coxcomb Prominent",
  ],
  Saturniidae: [
    "Actias luna|(Linnaeus, 1758)|Luna Moth",
    "Saturnia pavonia|(Linnaeus, 1758)|Emperor Moth",
    "Antheraea polyphemus|(Cramer, 1776)|Polyphemus Moth",
  ],
  Lasiocampidae: [
    "Lasiocampa quercus|(Linnaeus, 1758)|Oak Eggar",
    "Malacosoma neustria|(Linnaeus, 1758)|Lackey",
    "Euthrix potatoria|(Linnaeus, 1758)|Drinker",
  ],
  Crambidae: [
    "Ostrinia nubilalis|(Hübner, 1796)|European Corn Borer",
    "Nomophila noctuella|(Denis & Schiffermüller, 1775)|Rush Veneer",
  ],
  Drepanidae: ["Thyatira batis|(Linnaeus, 1758)|Peach Blossom", "Habrosyne pyritoides|(Hufnagel, 1766)|Buff Arches"],
  Tortricidae: ["Cydia pomonella|(Linnaeus, 1758)|Codling Moth"],
  Plutellidae: ["Plutella xylostella|(Linnaeus, 1758)|Diamond-back Moth"],
};

const ABOVE_FAMILIES: readonly (readonly [rank: string, name: string])[] = [
  ["KINGDOM", "Animalia"],
  ["PHYLUM", "Arthropoda"],
  ["CLASS", "Insecta"],
  ["ORDER", "Lepidoptera"],
];

/** Some seventy moths with their genera and families, every taxon after the taxa above it; ids from 1. */
export function mothTaxa(): readonly Taxon[] {
  const taxa = new Map<string, Taxon>();
  const add = (
    rank: string,
    name: string,
    parent: Taxon | undefined,
    names?: Pick<Taxon, "author" | "commonName">,
  ): Taxon => {
    const known = taxa.get(name);
    if (known !== undefined) return known;
    const parents = parent === undefined ? [] : [...parent.parents, asParent(parent)];
    const taxon = {
      id: taxa.size + 1,
      name,
      rank,
      parents,
      commonName: null,
      author: null,
      gbifTaxonKey: null,
      ...names,
    };
    taxa.set(name, taxon);
    return taxon;
  };
  let order: Taxon | undefined;
  for (const [rank, name] of ABOVE_FAMILIES) order = add(rank, name, order);
  for (const [familyName, species] of Object.entries(SPECIES_BY_FAMILY)) {
    const family = add("FAMILY", familyName, order);
    for (const line of species) {
      const [name = "", author = "", commonName = ""] = line.split("|");
      const genus = add("GENUS", name.slice(0, name.indexOf(" ")), family);
      add("SPECIES", name, genus, { author, commonName: commonName || null });
    }
  }
  return [...taxa.values()];
}

function asParent({ id, name, rank }: Taxon): TaxonParent {
  return { id, name, rank };
}
