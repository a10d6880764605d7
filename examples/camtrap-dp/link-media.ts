import type { CamtrapPackage, Medium, Observation } from "./read-package.js";

/** A public medium with its address. */
export interface MediaLink extends Medium {
  readonly event: string | undefined;
  readonly url: string;
}

/**
 * Links each public medium to its event: that of its observation, else the one of its deployment around its time.
 *
 * @throws Error for a relative path in a package without a homepage.
 */
export function linkMedia({ facts, media, observations }: CamtrapPackage): readonly MediaLink[] {
  const eventOf = new Map(observations.map(({ mediaID, eventID }) => [mediaID, eventID]));
  return media
    .filter(({ filePublic }) => filePublic === "true")
    .map((medium) => ({
      ...medium,
      event: eventOf.get(medium.mediaID) ?? eventAround(medium, observations),
      url: addressOf(medium, facts.homepage),
    }));
}

function eventAround({ deploymentID, timestamp }: Medium, observations: readonly Observation[]): string | undefined {
  const time = Date.parse(timestamp);
  const around = observations.find(
    (row) =>
      row.deploymentID === deploymentID && Date.parse(row.eventStart) <= time && time <= Date.parse(row.eventEnd),
  );
  return around?.eventID;
}

/** A relative path starts where the package is published. */
function addressOf({ mediaID, filePath }: Medium, homepage: string | undefined): string {
  if (URL.canParse(filePath, homepage)) return new URL(filePath, homepage).href;
  throw new Error(`The public medium ${mediaID} has a relative path. A link to it needs the homepage of the package.`);
}
