import type { OccurrenceDataset } from "vasculum";
import type { CamtrapPackage } from "./read-package.js";
import { classifiers, sortObservations, type Evidence } from "./sort-observations.js";
import { toProject } from "./to-project.js";

/**
 * An animal observed in an event is an occurrence, and what was seen of it on single media are its detections. A person's word is an
 * identification, a machine's a classification. Times keep their offsets.
 */
export function toDataset({ facts, deployments, media, observations }: CamtrapPackage): Partial<OccurrenceDataset> {
  const { animals, events, eventOf, evidence } = sortObservations(observations);
  const projectId = facts.name;
  const takenAt = new Map(media.map(({ mediaID, timestamp }) => [mediaID, timestamp]));
  const mediaOf = (event: string) => media.filter(({ mediaID }) => eventOf.get(mediaID) === event);
  return {
    projects: [toProject(facts)],
    users: classifiers(observations, "human"),
    algorithms: classifiers(observations, "machine"),
    taxa: facts.taxonomic.map(({ scientificName: name, taxonRank, vernacularNames }) => {
      const unknown = { parents: [], author: null, gbifTaxonKey: null };
      return { id: name, name, rank: taxonRank.toUpperCase(), commonName: vernacularNames.eng ?? null, ...unknown };
    }),
    deployments: deployments.map(({ deploymentID: id, locationName, latitude, longitude }) => {
      return { id, projectId, name: locationName ?? id, latitude, longitude };
    }),
    events: events.map(({ eventID: id, deploymentID: deploymentId, eventStart: start, eventEnd: end }) => {
      return { id, projectId, deploymentId, start, end, capturesCount: mediaOf(id).length, updatedAt: null };
    }),
    captures: media.map(({ mediaID: id, deploymentID: deploymentId, timestamp, filePath, filePublic }) => {
      const image = { path: filePublic === "true" ? filePath : "", baseUrl: null, width: null, height: null };
      return { id, projectId, eventId: eventOf.get(id) ?? null, deploymentId, timestamp, ...image };
    }),
    occurrences: animals.map((animal) => {
      const where = { projectId, eventId: animal.eventID, deploymentId: animal.deploymentID };
      const determinationScore = animal.classificationMethod === "human" ? 1 : animal.classificationProbability;
      const determination = { determinationId: animal.scientificName, determinationScore };
      return { id: animal.observationID, ...where, ...determination, createdAt: null, updatedAt: animal.classificationTimestamp };
    }),
    detections: evidence.map((seen) => {
      const timestamp = takenAt.get(seen.mediaID) ?? null;
      const where = { captureId: seen.mediaID, occurrenceId: seen.animalId };
      return { id: seen.id, ...where, bbox: boxOf(seen), timestamp, path: null, score: null, algorithmId: null };
    }),
    classifications: evidence.filter(isBy("machine")).map(({ id, scientificName, classifiedBy, classificationProbability: score }) => {
      return { id, detectionId: id, taxonId: scientificName, algorithmId: classifiedBy, score, terminal: true };
    }),
    identifications: animals.filter(isBy("human")).map(({ observationID: id, classifiedBy, scientificName, ...said }) => {
      const agreement = { withdrawn: false, agreedWithPredictionId: null, agreedWithIdentificationId: null };
      const words = { comment: said.observationComments ?? "", createdAt: said.classificationTimestamp };
      return { id, occurrenceId: id, userId: classifiedBy, taxonId: scientificName, ...words, ...agreement };
    }),
  };
}

const isBy = (method: "human" | "machine") => (row: Pick<Evidence, "classificationMethod">) => row.classificationMethod === method;

/** As shares of the image; the whole of it where nobody drew a box. */
function boxOf({ bboxX: x, bboxY: y, bboxWidth: width, bboxHeight: height }: Evidence): readonly number[] {
  const share = (value: number) => Number(value.toFixed(6));
  return x === null || y === null || width === null || height === null ? [0, 0, 1, 1] : [x, y, share(x + width), share(y + height)];
}
