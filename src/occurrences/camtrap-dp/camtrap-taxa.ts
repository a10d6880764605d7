import { type CamtrapTaxon, camtrapRank } from "../../camtrap-dp/camtrap-taxon.js";
import { urn } from "../../values/urn.js";
import type { Taxon } from "../model/occurrence.js";
import { taxonAtRank } from "../model/taxon-ranks.js";

const ABOVE = ["kingdom", "phylum", "class", "order", "family", "genus"] as const;

/** A taxon as datapackage.json lists it. Common names are taken for English ones. */
export function camtrapTaxon(taxon: Taxon, namespace: string): Omit<CamtrapTaxon, "scientificName"> {
  const { gbifTaxonKey, id, commonName } = taxon;
  const rank = camtrapRank(taxon.rank);
  const above = ABOVE.flatMap((name) => {
    const parent = taxonAtRank(taxon, name)?.name ?? "";
    return parent === "" ? [] : [[name, parent] as const];
  });
  return {
    taxonID: gbifTaxonKey === null ? urn(namespace, "taxon", id) : `https://www.gbif.org/species/${gbifTaxonKey}`,
    ...(rank === undefined ? {} : { taxonRank: rank }),
    ...Object.fromEntries(above),
    ...(commonName ? { vernacularNames: { eng: commonName } } : {}),
  };
}
