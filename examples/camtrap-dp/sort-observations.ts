import type { CamtrapPackage } from "./read-package.js";

type Observation = CamtrapPackage["observations"][number];

/** What was seen of one animal on one medium. */
export interface Evidence extends Observation {
  readonly id: string;
  readonly mediaID: string;
  /** The observation of the whole event that it backs. */
  readonly animalId: string;
}

/** Sorts observations into those of whole events and those of single media, which back them. */
export function sortObservations(observations: readonly Observation[]) {
  const ofEvents = observations.filter(({ observationLevel }) => observationLevel === "event");
  const onMedia = observations.filter(({ observationLevel }) => observationLevel === "media");
  const animals = ofEvents.filter(({ observationType }) => observationType === "animal");
  return {
    animals,
    /** Every event once, those where nothing was seen included. */
    events: [...new Map(ofEvents.map((observation) => [observation.eventID, observation])).values()],
    /** The event of a medium. */
    eventOf: new Map(onMedia.map(({ mediaID, eventID }) => [mediaID, eventID])),
    evidence: animals.flatMap((animal) => evidenceOf(animal, onMedia)),
  };
}

function evidenceOf({ observationID: animalId, eventID, scientificName }: Observation, onMedia: readonly Observation[]): readonly Evidence[] {
  const seen = onMedia.filter((row) => row.eventID === eventID && row.scientificName === scientificName);
  return seen.map((row) => ({ ...row, animalId, mediaID: row.mediaID ?? "", id: `${animalId}/${row.observationID}` }));
}

/** Everybody, or every algorithm, that has classified something. */
export function classifiers(observations: readonly Observation[], method: Observation["classificationMethod"]) {
  const names = observations.filter(({ classificationMethod }) => classificationMethod === method).map(({ classifiedBy }) => classifiedBy);
  return [...new Set(names)].map((name) => ({ id: name, name, email: null }));
}
