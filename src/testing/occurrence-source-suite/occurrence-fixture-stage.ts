import type { Taxon, TaxonParent } from "../../occurrences/model/occurrence.js";
import type { OccurrenceDataset } from "../../sources/memory/occurrence-dataset.js";

const KINGDOM = { id: 1, name: "Animalia", rank: "KINGDOM" };
const PHYLUM = { id: 2, name: "Arthropoda", rank: "PHYLUM" };
const CLASS = { id: 3, name: "Insecta", rank: "CLASS" };
const MOTHS = { id: 4, name: "Lepidoptera", rank: "ORDER" };
const OWLETS = { id: 5, name: "Noctuidae", rank: "FAMILY" };
const NOCTUA = { id: 6, name: "Noctua", rank: "GENUS" };
const HAWKS = { id: 8, name: "Sphingidae", rank: "FAMILY" };
const DEILEPHILA = { id: 9, name: "Deilephila", rank: "GENUS" };
const ABOVE_ORDERS = [KINGDOM, PHYLUM, CLASS];

const TAXA: readonly Taxon[] = [
  taxon(KINGDOM, []),
  taxon(PHYLUM, [KINGDOM]),
  taxon(CLASS, [KINGDOM, PHYLUM]),
  taxon(MOTHS, ABOVE_ORDERS),
  taxon(OWLETS, [...ABOVE_ORDERS, MOTHS]),
  taxon(NOCTUA, [...ABOVE_ORDERS, MOTHS, OWLETS]),
  taxon({ id: 7, name: "Noctua pronuba", rank: "SPECIES" }, [...ABOVE_ORDERS, MOTHS, OWLETS, NOCTUA], {
    commonName: "Large Yellow Underwing",
    author: "(Linnaeus, 1758)",
    gbifTaxonKey: 1234567,
  }),
  taxon(HAWKS, [...ABOVE_ORDERS, MOTHS]),
  taxon(DEILEPHILA, [...ABOVE_ORDERS, MOTHS, HAWKS]),
  taxon({ id: 10, name: "Deilephila elpenor", rank: "SPECIES" }, [...ABOVE_ORDERS, MOTHS, HAWKS, DEILEPHILA]),
  taxon({ id: 11, name: "Diptera", rank: "ORDER" }, ABOVE_ORDERS),
];

/** Everything of the fixture that occurrences point at. */
export const FIXTURE_STAGE: Omit<
  OccurrenceDataset,
  "occurrences" | "detections" | "classifications" | "identifications"
> = {
  projects: [
    {
      id: 1,
      name: 'Één: "Ridge" 🦋',
      description: "Moths of a ridge,\nnight by night.",
      license: "https://creativecommons.org/licenses/by/4.0/",
      rightsHolder: "The Ridge & Co. <trust>",
      ownerName: "Ada Nightingale",
      updatedAt: "2023-10-01T09:00:00.000101",
      defaults: { scoreThreshold: 0.5, includeTaxonIds: [4], excludeTaxonIds: [8] },
    },
    {
      id: 2,
      name: "Two",
      description: null,
      license: null,
      rightsHolder: null,
      ownerName: null,
      updatedAt: "2023-10-02T09:00:00",
      defaults: { scoreThreshold: 0, includeTaxonIds: [], excludeTaxonIds: [] },
    },
  ],
  users: [
    { id: 1, name: "Ada Nightingale", email: "ada@example.org" },
    { id: 2, name: "", email: "nameless@example.org" },
    { id: 3, name: "王小明", email: "ming@example.org" },
    { id: 4, name: "=Bo", email: "bo@example.org" },
  ],
  algorithms: [
    { id: 10, name: 'Species, "broad"' },
    { id: 1, name: "Finder" },
    { id: 2, name: "Moth / non-moth" },
    { id: 3, name: "Species" },
  ],
  taxa: TAXA,
  taxaLists: [
    { id: 1, name: "Hawk-moths", projectIds: [1], taxonIds: [8] },
    { id: 2, name: "Two's own", projectIds: [2], taxonIds: [7] },
    { id: 3, name: "Shared", projectIds: [1, 2], taxonIds: [6, 11] },
    { id: 4, name: "Empty", projectIds: [1], taxonIds: [] },
    { id: 5, name: "Everybody's", projectIds: [], taxonIds: [9, 7] },
  ],
  sites: [
    { id: 1, name: "The ridge", projectId: 1 },
    { id: 2, name: "Two's site", projectId: 2 },
    { id: 3, name: "Without a station", projectId: 1 },
  ],
  deployments: [
    { id: 1, name: '=Ridge "north"\tA', latitude: 45.5017, longitude: -72.5673, projectId: 1, siteId: 1 },
    { id: 2, name: "Étang", latitude: null, longitude: null, projectId: 1, siteId: null },
    { id: 3, name: "Two's station", latitude: -33.865143, longitude: 151.2099, projectId: 2, siteId: 2 },
  ],
  events: [
    event(10, { deploymentId: 1, start: "2023-07-01T22:00:00", end: "2023-07-02T04:00:00" }),
    event(1, { deploymentId: 1, start: "2023-06-18T22:00:00", end: "2023-06-19T04:00:00", capturesCount: 2 }),
    event(2, { deploymentId: 2, start: "2023-06-19T21:30:00.123456", end: null }),
    event(3, { deploymentId: 1, start: "2023-06-30T22:00:00", end: "2023-07-01T04:00:00", capturesCount: 0 }), // without occurrences
    event(7, { deploymentId: 2, start: "2023-06-21T22:00:00", end: null }), // its occurrence is not determined
    event(5, { deploymentId: null, start: "2023-06-20T23:59:59.999999", end: "2023-06-21T00:00:00" }),
    event(4, { projectId: 2, deploymentId: 3, start: "2023-06-18T22:00:00", end: "2023-06-19T04:00:00" }),
    event(6, { projectId: 2, deploymentId: 3, start: "2023-06-19T22:00:00", end: null }), // without occurrences
  ],
  captures: [
    capture(1, { eventId: 1, baseUrl: "https://images.example.org/one/" }),
    capture(2, { eventId: 1, baseUrl: "https://images.example.org/one", path: "/night 1/2 ü.jpg" }),
    capture(3, { eventId: 10, timestamp: "2023-07-01T23:00:00.000001" }),
    capture(4, { eventId: 10, timestamp: null, width: null, height: null }),
    capture(5, { eventId: 2, deploymentId: 2 }),
    capture(6, { eventId: null, deploymentId: null, baseUrl: null }),
    capture(7, { eventId: 5, deploymentId: null, path: "https://elsewhere.example.net/7.jpg", baseUrl: null }),
    capture(9, { eventId: 3 }), // without detections
    capture(8, { projectId: 2, eventId: 4, deploymentId: 3 }),
  ],
  collections: [
    { id: 1, name: "First night", projectId: 1, captureIds: [1, 2] },
    { id: 2, name: 'Overlapping, "odd"', projectId: 1, captureIds: [2, 3, 5, 9] },
    { id: 3, name: "Empty", projectId: 1, captureIds: [] },
    { id: 4, name: "Two's set", projectId: 2, captureIds: [8] },
  ],
};

function taxon(own: TaxonParent, parents: readonly TaxonParent[], values: Partial<Taxon> = {}): Taxon {
  return { ...own, parents, commonName: null, author: null, gbifTaxonKey: null, ...values };
}

type Event = OccurrenceDataset["events"][number];

function event(id: number, values: Partial<Event> & Pick<Event, "deploymentId" | "start" | "end">): Event {
  return { id, projectId: 1, capturesCount: null, updatedAt: "2023-08-01T00:00:00.000001", ...values };
}

type CaptureRow = OccurrenceDataset["captures"][number];

function capture(id: number, values: Partial<CaptureRow> & Pick<CaptureRow, "eventId">): CaptureRow {
  return {
    id,
    projectId: 1,
    deploymentId: 1,
    path: `captures/${id}.jpg`,
    baseUrl: "https://images.example.org",
    timestamp: "2023-06-18T23:00:00",
    width: 4096,
    height: 2160,
    ...values,
  };
}
