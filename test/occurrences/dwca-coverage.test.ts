import { expect, test } from "vitest";
import { acceptedLicense } from "../../src/dwca/license.js";
import { DatasetCoverage, LOCALITIES_LIMIT } from "../../src/occurrences/dataset-coverage.js";
import { isoInterval } from "../../src/occurrences/iso-interval.js";
import type { Taxon } from "../../src/occurrences/occurrence.js";
import { TAXA_LIMIT, TaxonCoverage } from "../../src/occurrences/taxon-coverage.js";
import { specificEpithet } from "../../src/occurrences/taxon-ranks.js";

function species(number: number, family = "Noctuidae", order = "Lepidoptera"): Taxon {
  const parents = [{ id: 1, name: order, rank: "ORDER" }, { id: 2, name: family, rank: "FAMILY" }];
  return { id: number, name: `Noctua n${number}`, rank: "SPECIES", parents, commonName: null, author: null, gbifTaxonKey: null };
}

function covered(count: number, taxon: (number: number) => Taxon): readonly string[] {
  const coverage = new TaxonCoverage();
  for (let number = 0; number < count; number += 1) coverage.add(taxon(number));
  return coverage.summary().map(({ name }) => name);
}

test("taxa are named one by one, and by their families or orders when there are too many", () => {
  expect(covered(TAXA_LIMIT, species)).toHaveLength(TAXA_LIMIT);
  expect(covered(TAXA_LIMIT + 1, (number) => species(number, number % 2 ? "Noctuidae" : "Erebidae"))).toEqual(["Erebidae", "Noctuidae"]);
  expect(covered(TAXA_LIMIT + 1, (number) => species(number, `F${number}`))).toEqual(["Lepidoptera"]);
  expect(covered(TAXA_LIMIT + 1, (number) => species(number, `F${number}`, `O${number}`))).toEqual([]);
});

test("places make a box, dates a range, and impossible coordinates nothing", () => {
  const coverage = new DatasetCoverage();
  const event = { id: 1, capturesCount: null, end: null, updatedAt: null, deployment: null };
  coverage.addEvent({ ...event, start: "2023-06-19T22:00:00", end: "2023-06-20T03:00:00", updatedAt: "2023-09-02T00:00:00" });
  coverage.addEvent({ ...event, start: "2023-06-18T22:00:00", deployment: { id: 1, name: "A", latitude: -1.5, longitude: 170 } });
  coverage.addEvent({ ...event, start: "2023-06-18T23:00:00", deployment: { id: 2, name: "B", latitude: 2, longitude: -170 } });
  coverage.addEvent({ ...event, start: "2023-06-18T23:00:00", deployment: { id: 3, name: "C", latitude: 91, longitude: 0 } });
  expect(coverage.summary({ fallback: "" })).toEqual({
    geographic: { description: "A; B", west: -170, east: 170, north: 2, south: -1.5 },
    temporal: { begin: "2023-06-18", end: "2023-06-20" },
    taxa: [],
  });
  expect(coverage.newest).toBe("2023-09-02");
});

test("only so many localities are named", () => {
  const coverage = new DatasetCoverage();
  for (let id = 0; id < 2 * LOCALITIES_LIMIT; id += 1) {
    coverage.addEvent({ id, capturesCount: null, start: "", end: null, updatedAt: null, deployment: { id, name: `L${id}`, latitude: 0, longitude: 0 } });
  }
  expect(coverage.summary({ fallback: "" }).geographic?.description).toMatch(new RegExp(`L${LOCALITIES_LIMIT - 1}; …$`));
});

test.each([
  ["2023-06-18T22:00:00", "2023-06-19T04:00:00", "2023-06-18T22:00:00/2023-06-19T04:00:00"],
  ["2023-06-18T22:00:00+02:00", "2023-06-19T04:00:00Z", "2023-06-18T22:00:00+02:00/2023-06-19T04:00:00Z"],
  ["2023-06-18T22:00:00+02:00", "2023-06-19T04:00:00", "2023-06-18T22:00:00/2023-06-19T04:00:00"],
  ["2023-06-19T04:00:00", "2023-06-18T22:00:00", "2023-06-19T04:00:00"],
  ["2023-06-19T04:00:00", null, "2023-06-19T04:00:00"],
  [null, "2023-06-18T22:00:00", null],
])("from %s to %s is %s", (start, end, interval) => expect(isoInterval(start, end)).toBe(interval));

test.each([
  ["Noctua pronuba", "pronuba"],
  ["Noctua (Noctua) pronuba", "pronuba"],
  ["Noctua sp. 1", null],
  ["Noctua", null],
  ["Idia novae-angliae", "novae-angliae"],
])("the specific epithet of %s is %s", (name, epithet) => expect(specificEpithet({ ...species(1), name })).toBe(epithet));

test("a subspecies has its species' epithet, a genus none", () => {
  const parents = [{ id: 1, name: "Noctua pronuba", rank: "SPECIES" }];
  expect(specificEpithet({ ...species(1), name: "Noctua pronuba minor", rank: "SUBSPECIES", parents })).toBe("pronuba");
  expect(specificEpithet({ ...species(1), name: "Noctua pronuba", rank: "GENUS", parents: [] })).toBeNull();
});

test.each([
  ["http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"],
  ["https://www.creativecommons.org/licenses/BY/4.0/deed.en", "CC BY 4.0"],
  ["CC-BY 4.0", "CC BY 4.0"],
  ["cc_by-nc_4.0", "CC BY-NC 4.0"],
  ["CC BY", undefined],
  ["CC BY-SA 4.0", undefined],
  ["http://creativecommons.org/licenses/by/3.0/", undefined],
])("the licence %s is %s", (text, title) => expect(acceptedLicense(text)?.title).toBe(title));
