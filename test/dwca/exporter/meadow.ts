import type { ArchiveExporterOptions } from "../../../src/dwca/exporter/archive-exporter-options.js";
import { createArchiveExporter } from "../../../src/dwca/exporter/create-archive-exporter.js";
import type { DatasetMetadataOptions } from "../../../src/dwca/metadata/dataset-metadata.js";
import { urn } from "../../../src/values/urn.js";
import { createMemorySource } from "../../../src/sources/memory/create-memory-source.js";

/** A sighting of the tests' meadow: not an occurrence of any ready-made model. */
export interface Sighting {
  readonly id: number;
  readonly visit: string;
  readonly day: string;
  readonly species: string;
  readonly latitude: number;
  readonly photos: readonly string[];
}

export const SIGHTINGS: readonly Sighting[] = [
  { id: 1, visit: "a", day: "2024-06-18", species: "Aglais io", latitude: 47.251, photos: ["1.jpg", "2.jpg"] },
  { id: 2, visit: "a", day: "2024-06-18", species: "Vanessa cardui", latitude: 47.251, photos: [] },
  { id: 3, visit: "b", day: "2024-07-02", species: "Aglais io", latitude: 46.9, photos: ["3.jpg"] },
];
export const METADATA: DatasetMetadataOptions = {
  title: "Butterflies of the meadow",
  abstract: "Butterflies counted on foot by volunteers.",
  creators: [{ organizationName: "Friends of the meadow" }],
  license: "CC-BY-4.0",
  updatedAt: "2024-09-01",
};

export const sourceOf = (rows: readonly Sighting[]) =>
  createMemorySource(rows, { key: ({ id }) => id, inScope: () => true });
export const VISIT = [
  { term: "dwc:eventID", value: ({ visit }: Sighting) => urn("meadow", "visit", visit) },
  { term: "dwc:eventDate", value: ({ day }: Sighting) => day },
  { term: "dwc:decimalLatitude", value: ({ latitude }: Sighting) => Math.round(latitude * 10) / 10 },
  { term: "dwc:decimalLongitude", value: () => 8.5 },
];
export const SIGHTING = [
  { term: "dwc:occurrenceID", value: ({ id }: Sighting) => urn("meadow", "sighting", id) },
  { term: "dwc:scientificName", value: ({ species }: Sighting) => species },
  { term: "dwc:taxonRank", value: () => "species" },
];
export const PHOTOS = {
  rowType: "Multimedia",
  rows: ({ photos }: Sighting) => photos,
  fields: [{ term: "dcterms:identifier", value: (url: string) => url }],
};
export const SIGHTINGS_TABLE = { rowType: "Occurrence", rows: (row: Sighting) => [row], fields: SIGHTING };

export type Options = ArchiveExporterOptions<
  Sighting,
  (row: Sighting) => boolean,
  Sighting,
  Awaited<ReturnType<ReturnType<typeof sourceOf>["open"]>>,
  readonly unknown[]
>;

export const eventArchive = (changes: Partial<Options> = {}) =>
  createArchiveExporter<Sighting, (row: Sighting) => boolean, never, Sighting, readonly unknown[]>({
    source: sourceOf(SIGHTINGS),
    core: { rowType: "Event", of: (sighting: Sighting) => sighting, fields: VISIT },
    extensions: [SIGHTINGS_TABLE, PHOTOS],
    metadata: METADATA,
    ...changes,
  } as never);
