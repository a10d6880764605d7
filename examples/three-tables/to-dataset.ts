import type { OccurrenceDataset } from "vasculum/occurrences";
import { nights, sightings, stations } from "./host-tables.js";

// #region dataset
const SPECIES = [...new Set(sightings.map(({ species }) => species))].sort();
const speciesId = (name: string) => SPECIES.findIndex((species) => species === name) + 1;
const stationOf = (nightId: number) => nights.find(({ id }) => id === nightId)?.station_id ?? null;

/** A station is a deployment, a night an event, a sighting an occurrence with one detection that an algorithm has classified. */
export function toDataset(): Partial<OccurrenceDataset> {
  return {
    projects: [
      {
        id: 1,
        name: "Moths of the two valleys",
        description: "Moths that came to two light traps in the summer of 2023.",
        license: "CC-BY-4.0",
        rightsHolder: "Two Valleys Trust",
        ownerName: null,
        updatedAt: "2023-09-01T00:00:00Z",
        defaults: { scoreThreshold: 0.8, includeTaxonIds: [], excludeTaxonIds: [] },
      },
    ],
    algorithms: [{ id: 1, name: "Two Valleys classifier" }],
    taxa: SPECIES.map((name) => ({
      id: speciesId(name),
      name,
      rank: "SPECIES",
      parents: [],
      commonName: null,
      author: null,
      gbifTaxonKey: null,
    })),
    deployments: stations.map(({ project_id, ...station }) => ({ ...station, projectId: project_id })),
    events: nights.map(({ id, station_id, started_at, ended_at, images }) => {
      return {
        id,
        projectId: 1,
        deploymentId: station_id,
        start: started_at,
        end: ended_at,
        capturesCount: images,
        updatedAt: null,
      };
    }),
    occurrences: sightings.map(({ id, night_id, species, score }) => {
      const where = { projectId: 1, eventId: night_id, deploymentId: stationOf(night_id) };
      return {
        id,
        ...where,
        determinationId: speciesId(species),
        determinationScore: score,
        createdAt: null,
        updatedAt: null,
      };
    }),
    detections: sightings.map(({ id, seen_at, crop, box }) => {
      return {
        id,
        occurrenceId: id,
        captureId: id,
        bbox: box,
        timestamp: seen_at,
        path: crop,
        score: null,
        algorithmId: null,
      };
    }),
    classifications: sightings.map(({ id, species, score }) => {
      return { id, detectionId: id, taxonId: speciesId(species), algorithmId: 1, score, terminal: true };
    }),
  };
}
// #endregion
