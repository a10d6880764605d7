import type { Sighting } from "../../sensitivity/sighting.js";
import type { Occurrence, Taxon } from "../model/occurrence.js";

/** Every taxon that a person or a model named for a record. A policy decides by these. A record without any is one sighting too. */
export function sightingsOf(occurrence: Occurrence): readonly Sighting[] {
  const stations = [occurrence.deployment, occurrence.event?.deployment ?? null];
  const [first = null, second = null] = stations.filter((station) => station !== null);
  const places = second === null || second.id === first?.id ? [first] : [first, second];
  return places.flatMap((station) =>
    mentionsOf(occurrence).map((mention) => ({
      station: station && { id: station.id, name: station.name },
      ...mention,
    })),
  );
}

type Mention = Omit<Sighting, "station">;

function mentionsOf({ determination, identifications = [], detections = [] }: Occurrence): readonly Mention[] {
  const standing = identifications.filter(({ withdrawn }) => !withdrawn);
  const classifications = detections.flatMap((detection) => detection.classifications);
  return [
    mention(determination, "determination"),
    ...standing.map(({ taxon }) => mention(taxon, "identification")),
    ...classifications.map(({ taxon, score }) => ({ ...mention(taxon, "prediction"), score })),
  ];
}

function mention(taxon: Taxon | null, by: Sighting["by"]): Mention {
  return { taxon, by, score: null };
}
