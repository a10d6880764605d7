import { linkMedia, type MediaLink } from "./link-media.js";
import type { CamtrapPackage, Observation } from "./read-package.js";

/** What a camera recorded in one short time. */
export interface CamtrapEvent {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly deployment: CamtrapPackage["deployments"][number] | undefined;
  /** Observations of animals in the whole event. Their counts can be added up. */
  readonly animals: readonly Observation[];
  /** Whether the whole event was looked at, and nothing was there: `blank`, not `unknown`, `vehicle` or `unclassified`. */
  readonly isBlank: boolean;
  readonly links: readonly MediaLink[];
}

/**
 * Gathers a package by event. An event is left out when it has no animal, no public medium, and is not blank.
 *
 * @throws Error for animals that were observed on single media only.
 */
export function toEvents(camtraps: CamtrapPackage): readonly CamtrapEvent[] {
  const { observations, deployments } = camtraps;
  checkLevels(observations);
  const links = linkMedia(camtraps);
  const events = [...new Set(observations.map(({ eventID }) => eventID))].map((id): CamtrapEvent => {
    const seen = observations.filter(({ eventID }) => eventID === id);
    const whole = seen.filter(isOfEvent);
    const { eventStart: start = "", eventEnd: end = "", deploymentID = "" } = whole[0] ?? seen[0] ?? {};
    return {
      ...{ id, start, end },
      deployment: deployments.find((deployment) => deployment.deploymentID === deploymentID),
      animals: whole.filter(isAnimal),
      isBlank: whole.length > 0 && whole.every(({ observationType }) => observationType === "blank"),
      links: links.filter(({ event }) => event === id),
    };
  });
  return events.filter(({ animals, isBlank, links }) => animals.length > 0 || isBlank || links.length > 0);
}

const isOfEvent = ({ observationLevel }: Observation): boolean => observationLevel === "event";
const isAnimal = ({ observationType }: Observation): boolean => observationType === "animal";

/** Animals on single media cannot be counted: one animal may be on many. */
function checkLevels(observations: readonly Observation[]): void {
  const whole = new Set(observations.filter(isOfEvent).map(({ eventID }) => eventID));
  const lost = observations.filter(({ eventID }) => !whole.has(eventID));
  const [first] = whole.size === 0 ? lost : lost.filter(isAnimal);
  if (first === undefined) return;
  const which = whole.size === 0 ? "The package" : `Event ${first.eventID}`;
  throw new Error(
    `${which} has observations of single media only. Individuals are counted from observations of whole events ` +
      `(observationLevel "event").`,
  );
}
