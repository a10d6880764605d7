import { expect, test } from "vitest";
import { createDwcTable } from "../../../src/dwca/tables/dwc-table.js";
import { CellCoverage, LOCALITIES_LIMIT } from "../../../src/dwca/metadata/cell-coverage.js";
import { TAXA_LIMIT, TaxonCoverage, type TaxonCells } from "../../../src/dwca/metadata/taxon-coverage.js";

function species(number: number, family = "Noctuidae", order = "Lepidoptera"): TaxonCells {
  return { scientificName: `Noctua n${number}`, taxonRank: "species", vernacularName: "", family, order };
}

function covered(count: number, taxon: (number: number) => TaxonCells): readonly string[] {
  const coverage = new TaxonCoverage();
  for (let number = 0; number < count; number += 1) coverage.add(taxon(number));
  return coverage.summary().map(({ name }) => name);
}

test("taxa are named one by one, and by their families or orders when there are too many", () => {
  expect(covered(TAXA_LIMIT, species)).toHaveLength(TAXA_LIMIT);
  expect(covered(TAXA_LIMIT + 1, (number) => species(number, number % 2 ? "Noctuidae" : "Erebidae"))).toEqual([
    "Erebidae",
    "Noctuidae",
  ]);
  expect(covered(TAXA_LIMIT + 1, (number) => species(number, `F${number}`))).toEqual(["Lepidoptera"]);
  expect(covered(TAXA_LIMIT + 1, (number) => species(number, `F${number}`, `O${number}`))).toEqual([]);
});

const TERMS = ["eventID", "eventDate", "locality", "decimalLatitude", "decimalLongitude"] as const;
const EVENTS = createDwcTable({
  file: "event.txt",
  rowType: "Event",
  id: "dwc:eventID",
  fields: [
    ...TERMS.map((name) => ({ term: `dwc:${name}`, value: () => name })),
    { term: "dcterms:modified", value: () => "", default: "2023-09-02" },
  ],
});

function summaryOf(...rows: readonly (readonly string[])[]) {
  const coverage = new CellCoverage();
  for (const row of rows) coverage.add(EVENTS, [...row, ""]);
  return { ...coverage.summary({ fallback: "" }), newest: coverage.newest };
}

test("places make a box, dates a range, and what an empty cell means by default counts", () => {
  expect(
    summaryOf(
      ["1", "2023-06-19T22:00:00/2023-06-20T03:00:00", "", "", ""],
      ["2", "2023-06-18", "A", "-1.5", "170"],
      ["3", "2023-06-18", "B", "2", "-170"],
      ["4", "2023-06-18", "C", "", ""],
    ),
  ).toEqual({
    geographic: { description: "A; B", west: 170, east: -170, north: 2, south: -1.5 },
    temporal: { begin: "2023-06-18", end: "2023-06-20" },
    taxa: [],
    newest: "2023-09-02",
  });
});

test("only so many localities are named", () => {
  const rows = Array.from({ length: 2 * LOCALITIES_LIMIT }, (_, id) => [String(id), "", `L${id}`, "0", "0"]);
  expect(summaryOf(...rows).geographic?.description).toMatch(new RegExp(`L${LOCALITIES_LIMIT - 1}; …$`));
});

const boxOf = (...longitudes: readonly string[]) => {
  const { west, east } = summaryOf(...longitudes.map((each, id) => [String(id), "", "", "0", each])).geographic ?? {};
  return [west, east];
};

test.each([
  [
    ["179.4", "-178.6"],
    [179.4, -178.6],
  ],
  [
    ["180", "-180"],
    [180, 180],
  ],
  [
    ["179.4", "-180"],
    [179.4, 180],
  ],
  [
    ["-180", "-178.6"],
    [-180, -178.6],
  ],
  [["-75.25"], [-75.25, -75.25]],
  [
    ["-75.25", "-60.5", "12"],
    [-75.25, 12],
  ],
  [
    ["0", "180"],
    [0, 180],
  ],
  [
    ["90", "-90"],
    [-90, 90],
  ],
  [
    ["170", "-170", "10"],
    [10, -170],
  ],
  [
    ["-0.01", "0.01"],
    [-0.01, 0.01],
  ],
])("the box around %j is as narrow as can be: %j", (longitudes, box) => {
  expect(boxOf(...longitudes)).toEqual(box);
  expect(boxOf(...longitudes.toReversed())).toEqual(box);
});

test("only a box of all longitudes goes from -180 to 180", () => {
  const circle = Array.from({ length: 7200 }, (_, index) => String(-180 + index / 20));
  expect(boxOf(...circle)).toEqual([-180, 180]);
  expect(boxOf(...circle.filter((each) => Number(each) <= -1 || Number(each) >= 1))).toEqual([1, -1]);
});

test("a cell that is neither a place nor a date adds nothing to the coverage", () => {
  expect(
    summaryOf(
      ["1", "2023-02-30", "A", "95.5", "10"],
      ["2", "0000-00-00T00:00:00", "B", "10", "181"],
      ["3", "soon", "C", "north", "west"],
    ),
  ).toEqual({ geographic: null, temporal: null, taxa: [], newest: "2023-09-02" });
});

test.each([
  ["1971", { begin: "1971-01-01", end: "1971-12-31" }],
  ["1906-06", { begin: "1906-06-01", end: "1906-06-30" }],
  ["2007-11-13/15", { begin: "2007-11-13", end: "2007-11-15" }],
  ["2023-06-18T22:40+10:00", { begin: "2023-06-18", end: "2023-06-18" }],
  ["2023-06-18 22:40:00", { begin: "2023-06-18", end: "2023-06-18" }],
])("a date covers the days that it names: %s", (date, temporal) => {
  expect(summaryOf(["1", date, "", "", ""]).temporal).toEqual(temporal);
});
