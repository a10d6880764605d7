import type { DwcField } from "../dwca/dwc-field.js";
import { NAMESPACES } from "../dwca/terms.js";
import { dwcaIdentifier, type DwcaDataset } from "./dwca-dataset.js";
import { eventDate } from "./event-fields.js";
import { isoInterval } from "./iso-interval.js";
import type { Occurrence } from "./occurrence.js";
import type { OccurrenceNeed } from "./occurrence-query.js";
import { personLabel } from "./person-label.js";
import { specificEpithet, taxonAtRank } from "./taxon-ranks.js";

/** A field of an archive's occurrences. */
export interface OccurrenceField extends DwcField<Occurrence, DwcaDataset> {
  /** What the field reads beyond an occurrence's own columns; by default nothing. */
  readonly needs?: readonly OccurrenceNeed[];
}

const { dwc, dcterms } = NAMESPACES;
const DECISION: readonly OccurrenceNeed[] = Object.freeze(["identificationFacts", "bestPrediction"]);

/** The fields of occurrence.txt, in their order. An occurrence is one animal; people appear by name, never by e-mail address. */
export const OCCURRENCE_FIELDS: readonly OccurrenceField[] = Object.freeze([
  field(`${dwc}eventID`, [], ({ event }, dataset) => event && dwcaIdentifier(dataset, "event", event.id)),
  Object.freeze({ ...field(`${dwc}occurrenceID`, [], occurrenceId), identifies: true }),
  field(`${dwc}basisOfRecord`, ["identificationFacts"], (row) => (row.bestIdentification ? "HumanObservation" : "MachineObservation")),
  field(`${dwc}occurrenceStatus`, [], () => "present"),
  field(`${dwc}scientificName`, [], (row) => row.determination?.name),
  field(`${dwc}scientificNameAuthorship`, [], (row) => row.determination?.author),
  field(`${dwc}taxonRank`, [], (row) => row.determination?.rank.toLowerCase()),
  ...["kingdom", "phylum", "class", "order", "family", "genus"].map((rank) =>
    field(`${dwc}${rank}`, [], (row) => row.determination && taxonAtRank(row.determination, rank.toUpperCase())?.name),
  ),
  field(`${dwc}specificEpithet`, [], (row) => specificEpithet(row.determination)),
  field(`${dwc}vernacularName`, [], (row) => row.determination?.commonName),
  field(`${dwc}taxonID`, [], taxonId),
  field(`${dwc}nameAccordingTo`, [], (_row, { facts }) => facts.nameAccordingTo),
  field(`${dwc}individualCount`, [], () => 1),
  field(`${dwc}identifiedBy`, DECISION, identifiedBy),
  field(`${dwc}dateIdentified`, ["identificationFacts"], (row) => row.bestIdentification?.createdAt),
  field(`${dwc}identificationVerificationStatus`, ["identificationFacts"], (row) => (row.bestIdentification ? "verified" : "unverified")),
  field(`${dwc}identificationRemarks`, DECISION, identificationRemarks),
  field(`${dwc}eventDate`, ["detectionFacts"], occurrenceDate),
  field(`${dwc}recordedBy`, [], (_row, { facts }) => facts.recordedBy),
  Object.freeze({ ...field(`${dwc}associatedMedia`, ["bestDetection"], associatedMedia), delimitedBy: " | " }),
  field(`${dcterms}modified`, [], (row) => row.updatedAt),
]);

function field(term: string, needs: readonly OccurrenceNeed[], value: NonNullable<OccurrenceField["value"]>): OccurrenceField {
  return Object.freeze({ term, needs, value });
}

function occurrenceId(row: Occurrence, dataset: DwcaDataset): string {
  return dwcaIdentifier(dataset, "occurrence", row.id);
}

/** GBIF's identifier where there is one; else the source's, which belongs to no project. */
function taxonId({ determination }: Occurrence, { namespace }: DwcaDataset): string | null {
  if (determination === null) return null;
  const { id, gbifTaxonKey } = determination;
  return gbifTaxonKey === null ? `urn:${namespace}:taxon:${id}` : `https://www.gbif.org/species/${gbifTaxonKey}`;
}

/** The person whose identification decides, else the algorithm. */
function identifiedBy({ bestIdentification, bestPrediction }: Occurrence): string | null | undefined {
  if (!bestIdentification) return bestPrediction?.algorithm?.name;
  return personLabel(bestIdentification.user);
}

/** The person's comment, else the algorithm's score. */
function identificationRemarks({ bestIdentification, bestPrediction }: Occurrence): string | null {
  if (bestIdentification) return bestIdentification.comment;
  return bestPrediction?.score == null ? null : `score: ${bestPrediction.score}`;
}

/** When the animal was seen, else when the event was. */
function occurrenceDate({ firstAppearance, lastAppearance, event }: Occurrence): string | null {
  return isoInterval(firstAppearance, lastAppearance) ?? (event && eventDate(event));
}

/** The best detection's crop, then its capture. */
function associatedMedia({ bestDetection }: Occurrence): string {
  const urls = [bestDetection?.url, bestDetection?.capture?.url];
  return urls.flatMap((url) => url?.replaceAll("|", "%7C") ?? []).join(" | ");
}
