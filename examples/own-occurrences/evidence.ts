import {
  captureUrl,
  deriveValues,
  mediaUrl,
  type ClassifiedDetection,
  type OccurrenceNeed,
} from "vasculum/occurrences";

/** A row of the host's table of crops, with the picture that it was cut from and what the classifier said. */
export interface CropRow {
  readonly id: number;
  readonly picture: string;
  readonly file: string;
  readonly taken: string;
  readonly box: readonly number[];
  readonly species: string;
  readonly score: number;
}

const classifier = { id: 1, name: "Moth classifier" };

// #region media
const toDetection = ({ id, picture, file, taken, box, species, score }: CropRow): ClassifiedDetection => ({
  id,
  timestamp: taken,
  url: mediaUrl(file, "https://media.example.org/crops/"),
  bbox: box,
  score: null,
  algorithm: null,
  capture: {
    id,
    url: captureUrl("https://media.example.org/pictures/", picture),
    timestamp: taken,
    width: 4096,
    height: 2160,
  },
  classifications: [{ id, taxon: taxonOf(species), algorithm: classifier, score, terminal: true }],
});
// #endregion

function taxonOf(name: string) {
  return { id: name, name, rank: "SPECIES", parents: [], commonName: null, author: null, gbifTaxonKey: null };
}

// #region derive
/** The members of an occurrence that a query needs, for a source that has read all crops of one animal. */
export const evidenceOf = (crops: readonly CropRow[], needs: readonly OccurrenceNeed[]) =>
  deriveValues({ detections: crops.map(toDetection), identifications: [] }, needs);
// #endregion
