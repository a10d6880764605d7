import { expect, test } from "vitest";
import type { Taxon } from "../../../src/occurrences/model/occurrence.js";
import {
  infraspecificEpithet,
  rankName,
  specificEpithet,
  taxonAtRank,
} from "../../../src/occurrences/model/taxon-ranks.js";

const SPECIES: Taxon = {
  id: 1,
  name: "Noctua n1",
  rank: "SPECIES",
  parents: [],
  commonName: null,
  author: null,
  gbifTaxonKey: null,
};

test.each([
  ["Noctua pronuba", "pronuba"],
  ["Noctua (Noctua) pronuba", "pronuba"],
  ["Idia novae-angliae", "novae-angliae"],
  ["Fallopia x bohemica", "bohemica"],
  ["Fallopia × bohemica", "bohemica"],
  ["Fallopia ×bohemica", "bohemica"],
  ["Fallopia X bohemica", "bohemica"],
  ["Noctua\u00A0pronuba", "pronuba"],
  ["Noctua  pronuba ", "pronuba"],
  ["Noctua pronuba Linnaeus, 1758", "pronuba"],
  ["Noctua sp. 1", null],
  ["Noctua sp", null],
  ["Noctua sp.", null],
  ["Noctua spp.", null],
  ["Noctua spec", null],
  ["Noctua cf", null],
  ["Noctua cf. pronuba", null],
  ["Noctua aff pronuba", null],
  ["Noctua nr pronuba", null],
  ["Noctua nov", null],
  ["Noctua indet", null],
  ["Noctua indet.", null],
  ["Noctua sp1", null],
  ["Unknown moth", null],
  ["Unidentified noctuid", null],
  ["noctua pronuba", null],
  ["Noctua", null],
  ["", null],
])("the specific epithet of %j is %j", (name, epithet) => expect(specificEpithet({ ...SPECIES, name })).toBe(epithet));

test("a subspecies has its species' epithet, a genus none", () => {
  const parents = [{ id: 1, name: "Noctua pronuba", rank: "SPECIES" }];
  expect(specificEpithet({ ...SPECIES, name: "Noctua pronuba minor", rank: "SUBSPECIES", parents })).toBe("pronuba");
  expect(specificEpithet({ ...SPECIES, name: "Noctua pronuba minor", rank: "subspecies" })).toBe("pronuba");
  expect(specificEpithet({ ...SPECIES, name: "Noctua pronuba", rank: "GENUS", parents: [] })).toBeNull();
});

test.each([
  ["Noctua pronuba minor", "SUBSPECIES", "minor"],
  ["Noctua pronuba subsp. minor", "Subspecies", "minor"],
  ["Noctua pronuba var. innuba Treitschke", "VARIETY", "innuba"],
  ["Noctua pronuba Linnaeus f. minor", "form", "minor"],
  ["Noctua pronuba subsp. minor f. nigra", "FORM", "nigra"],
  ["Noctua pronuba ssp.", "SUBSPECIES", null],
  ["Noctua sp. minor", "SUBSPECIES", null],
  ["Noctua pronuba", "SUBSPECIES", null],
  ["Noctua pronuba minor", "SPECIES", null],
])("the infraspecific epithet of %s, a %s, is %j", (name, rank, epithet) =>
  expect(infraspecificEpithet({ ...SPECIES, name, rank })).toBe(epithet),
);

test.each([
  ["SPECIES", "species"],
  ["Genus", "genus"],
  ["SPECIES_AGGREGATE", "speciesAggregate"],
  ["species_aggregate", "speciesAggregate"],
  ["Species aggregate", "speciesAggregate"],
  ["speciesAggregate", "speciesAggregate"],
  ["", ""],
])("the rank %j is %j", (rank, name) => expect(rankName(rank)).toBe(name));

test("a rank is found in any case", () => {
  const parents = [{ id: 2, name: "Noctuidae", rank: "Family" }];
  expect(taxonAtRank({ ...SPECIES, rank: "species", parents }, "FAMILY")?.name).toBe("Noctuidae");
  expect(taxonAtRank({ ...SPECIES, rank: "species", parents }, "SPECIES")?.id).toBe(1);
});
