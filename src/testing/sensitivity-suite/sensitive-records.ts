import type { Id } from "../../contracts/id.js";
import type { JsonObject } from "../../contracts/json.js";
import type { SensitivityMode } from "../../sensitivity/policy-options.js";
import type { OccurrenceDataset } from "../../sources/memory/occurrence-dataset.js";
import type { SensitiveSecrets } from "./sensitivity-fixture.js";

const OAK = { id: 7310291, projectId: 1, name: "Oak 14 behind the chapel", latitude: 51.498765, longitude: 4.761234 };
const LANE = { id: 7310292, projectId: 1, name: "Hollow lane by the mill", latitude: 51.287654, longitude: 4.983217 };
const MEADOW = { id: 3, projectId: 1, name: "Meadow", latitude: 52.125, longitude: 5.25 };
const EREBIDAE = { id: 30, name: "Erebidae", rank: "FAMILY" };
const SPONSA = taxon(31, "Catocala sponsa", [EREBIDAE]);
const PRONUBA = taxon(41, "Noctua pronuba", []);

/** The name of the taxon that is sensitive in {@link SENSITIVE_RECORDS}. */
export const SENSITIVE_TAXON = SPONSA.name;

/** One night of one station with one animal, for each record below. */
const RECORDS = [
  {
    id: 7440801,
    event: 7420377,
    station: OAK,
    start: "2023-06-18T21:00:00",
    is: SPONSA,
    seen: SPONSA,
    media: "oak-14",
  },
  {
    id: 7440802,
    event: 7420377,
    station: OAK,
    start: "2023-06-18T21:00:00",
    is: PRONUBA,
    seen: PRONUBA,
    media: "oak-14",
  },
  {
    id: 7440803,
    event: 7420378,
    station: OAK,
    start: "2023-06-19T21:00:00",
    is: PRONUBA,
    seen: PRONUBA,
    media: "oak-14",
  },
  {
    id: 7440804,
    event: 7420379,
    station: LANE,
    start: "2023-06-18T21:30:00",
    is: PRONUBA,
    seen: SPONSA,
    media: "mill",
  },
  { id: 61, event: 5, station: MEADOW, start: "2023-06-18T20:00:00", is: PRONUBA, seen: PRONUBA, media: "meadow" },
  { id: 62, event: 6, station: MEADOW, start: "2023-06-20T20:00:00", is: PRONUBA, seen: PRONUBA, media: "meadow" },
] as const;

/** By which the records of one animal hang together: what is numbered after it. */
const NUMBERED = { capture: 100_000, detection: 200_000, classification: 300_000, identification: 400_000 } as const;

/**
 * Records of one project, for a memory source. They have a sensitive moth at one station, and a prediction of it at a
 * second. Both have other animals and nights; a third station is public.
 */
export const SENSITIVE_RECORDS: OccurrenceDataset = Object.freeze({
  projects: [
    {
      ...{
        id: 1,
        name: "Moths of the valley",
        description: "Moths that came to the lamps of the valley.",
        license: "CC0-1.0",
      },
      ...{ rightsHolder: "Valley Society", ownerName: "Ada", updatedAt: "2023-07-01T00:00:00" },
      defaults: { scoreThreshold: 0, includeTaxonIds: [], excludeTaxonIds: [] },
    },
  ],
  users: [{ id: 1, name: "Ada", email: null }],
  algorithms: [{ id: 1, name: "Lepinet" }],
  taxa: [SPONSA, PRONUBA],
  taxaLists: [],
  sites: [],
  deployments: [OAK, LANE, MEADOW],
  events: RECORDS.filter(({ event }, index) => RECORDS.findIndex((one) => one.event === event) === index).map(
    ({ event, station, start }) => ({
      ...{ id: event, projectId: 1, deploymentId: station.id, start, end: `${start.slice(0, 10)}T23:50:00` },
      ...{ capturesCount: 12, updatedAt: "2023-06-21T10:00:00" },
    }),
  ),
  captures: RECORDS.map(({ id, event, station, start, media }) => ({
    ...{ id: id + NUMBERED.capture, projectId: 1, eventId: event, deploymentId: station.id, timestamp: start },
    ...{ path: `${media}/${id}/capture.jpg`, baseUrl: "https://media.example.org/", width: 4096, height: 2160 },
  })),
  collections: [
    {
      id: 9,
      name: "Chapel lamps",
      projectId: 1,
      captureIds: RECORDS.slice(0, 3).map(({ id }) => id + NUMBERED.capture),
    },
  ],
  occurrences: RECORDS.map(({ id, event, station, is }) => ({
    ...{ id, projectId: 1, eventId: event, deploymentId: station.id, determinationId: is.id, determinationScore: 0.9 },
    ...{ createdAt: "2023-06-21T10:00:00", updatedAt: "2023-06-21T10:00:00", remarks: `On the ${station.name}` },
  })),
  detections: RECORDS.map(({ id, start, media }) => ({
    ...{ id: id + NUMBERED.detection, captureId: id + NUMBERED.capture, occurrenceId: id, bbox: [1, 2, 31, 42] },
    ...{ timestamp: start, path: `https://crops.example.org/${media}/${id}.jpg`, score: 0.9, algorithmId: 1 },
  })),
  classifications: RECORDS.map(({ id, seen, start }) => ({
    ...{ id: id + NUMBERED.classification, detectionId: id + NUMBERED.detection, taxonId: seen.id },
    ...{ algorithmId: 1, score: 0.9, terminal: true, createdAt: start, appliedToId: id + NUMBERED.classification },
  })),
  identifications: RECORDS.map(({ id, is, station }) => ({
    ...{ id: id + NUMBERED.identification, occurrenceId: id, userId: 1, taxonId: is.id, withdrawn: false },
    ...{ comment: `Seen at ${station.name}`, createdAt: "2023-06-22T10:00:00" },
    ...{ agreedWithPredictionId: null, agreedWithIdentificationId: null },
  })),
});

/**
 * Returns the secrets that no export of {@link SENSITIVE_RECORDS} may show, under a policy with this mode and {@link
 * SENSITIVE_TAXON} at 0.1 degrees.
 *
 * @example
 * ```ts
 * sensitivityLeakSuite({
 *   test,
 *   create: () => ({
 *     exporter: Archive,
 *     unprotected: createDwcaExporter({ source }),
 *     secrets: sensitiveSecrets("detach"),
 *     filters: SENSITIVE_FILTERS,
 *     placeFilters: SENSITIVE_PLACE_FILTERS,
 *   }),
 * });
 * ```
 */
export function sensitiveSecrets(mode: SensitivityMode): SensitiveSecrets {
  const hidden = RECORDS.filter(({ station }) => station.id !== MEADOW.id);
  const numbered = hidden.flatMap(({ id }) => [id, ...Object.values(NUMBERED).map((distance) => id + distance)]);
  const detached: readonly Id[] = mode === "detach" ? [...numbered, ...hidden.map(({ event }) => event)] : [];
  return {
    points: [OAK, LANE].map(({ latitude, longitude }) => ({ latitude, longitude })),
    texts: [OAK.name, LANE.name, "oak-14", "chapel", "mill/"],
    ids: [OAK.id, LANE.id, ...detached],
    category: 0.1,
  };
}

/** Filters of exports of {@link SENSITIVE_RECORDS}: all, the sensitive moth, other moths, one night, and the public station. */
export const SENSITIVE_FILTERS: readonly JsonObject[] = Object.freeze([
  {},
  { taxon_id: SPONSA.id },
  { taxon_id: PRONUBA.id },
  { date_start: "2023-06-19", date_end: "2023-06-19" },
  { verified: true },
  { deployment_id: MEADOW.id },
]);

/** Filters that ask for a sensitive place of {@link SENSITIVE_RECORDS}. */
export const SENSITIVE_PLACE_FILTERS: readonly JsonObject[] = Object.freeze([
  { deployment_id: OAK.id },
  { event_id: 7420377 },
  { event_id: 7420378 },
  { collection_id: 9 },
  { detections__source_image: RECORDS[0].id + NUMBERED.capture },
  { ids: [RECORDS[0].id] },
]);

function taxon(id: number, name: string, parents: readonly { id: number; name: string; rank: string }[]) {
  return { id, name, rank: "SPECIES", parents, commonName: null, author: null, gbifTaxonKey: null };
}
