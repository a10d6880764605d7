import type { DwcField } from "../../dwca/tables/dwc-field.js";
import { urn } from "../../values/urn.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { oncePerShared } from "../../values/shared.js";
import { isAbsence } from "./absence.js";
import { dwcaIdentifier, type DwcaDataset } from "./dwca-dataset.js";
import { eventDate } from "./event-fields.js";
import { isoInterval } from "../model/timestamps.js";
import type { Occurrence, Taxon } from "../model/occurrence.js";
import type { OccurrenceNeed } from "../model/occurrence-query.js";
import { basisOfRecord, detailsInOrder, individualCount, type OccurrenceDetail } from "../model/occurrence-details.js";
import { personLabel } from "../model/person-label.js";
import { infraspecificEpithet, rankName, specificEpithet, taxonAtRank } from "../model/taxon-ranks.js";

/** A field of an archive's occurrences. */
export interface OccurrenceField extends DwcField<Occurrence, DwcaDataset> {
  /** The relations and facts that the field reads beyond an occurrence's own columns; by default none. */
  readonly needs?: readonly OccurrenceNeed[];
}

/** The differences between one host's fields and another's. */
export interface OccurrenceFieldOptions {
  /** The details of the source, which get fields after the others; by default none. */
  readonly details?: readonly OccurrenceDetail[] | undefined;
}

const { dwc, dcterms } = NAMESPACES;
const DECISION: readonly OccurrenceNeed[] = Object.freeze(["identificationFacts", "bestPrediction"]);

/** The fields of occurrence.txt where the source has no details, in their order. An occurrence is one animal unless it has a count; people appear by name, never by e-mail address. */
export const OCCURRENCE_FIELDS: readonly OccurrenceField[] = Object.freeze([
  field(`${dwc}eventID`, [], ({ event }, dataset) => event && dwcaIdentifier(dataset, "event", event.id)),
  Object.freeze({ ...field(`${dwc}occurrenceID`, [], occurrenceId), identifies: true }),
  field(`${dwc}basisOfRecord`, [], basisOfRecord),
  field(`${dwc}occurrenceStatus`, [], (row) => (individualCount(row) === 0 ? "absent" : "present")),
  field(`${dwc}scientificName`, [], (row) => row.determination?.name),
  field(`${dwc}scientificNameAuthorship`, [], (row) => row.determination?.author),
  ofTaxon(`${dwc}taxonRank`, ({ rank }) => rankName(rank)),
  ...["kingdom", "phylum", "class", "order", "family", "genus"].map((rank) =>
    ofTaxon(`${dwc}${rank}`, (taxon) => taxonAtRank(taxon, rank)?.name ?? null),
  ),
  ofTaxon(`${dwc}specificEpithet`, specificEpithet),
  ofTaxon(`${dwc}infraspecificEpithet`, infraspecificEpithet),
  field(`${dwc}vernacularName`, [], (row) => row.determination?.commonName),
  field(`${dwc}taxonID`, [], taxonId),
  field(`${dwc}nameAccordingTo`, [], (_row, { facts }) => facts.nameAccordingTo),
  field(`${dwc}individualCount`, [], individualCount),
  field(`${dwc}identifiedBy`, DECISION, identifiedBy),
  field(`${dwc}dateIdentified`, ["identificationFacts"], (row) => row.bestIdentification?.createdAt),
  field(`${dwc}identificationVerificationStatus`, ["identificationFacts"], (row) =>
    row.bestIdentification ? "verified" : "unverified",
  ),
  field(`${dwc}identificationRemarks`, DECISION, identificationRemarks),
  field(`${dwc}eventDate`, ["detectionFacts"], occurrenceDate),
  field(`${dwc}recordedBy`, [], (_row, { facts }) => facts.recordedBy),
  Object.freeze({ ...field(`${dwc}associatedMedia`, ["bestDetection"], associatedMedia), delimitedBy: " | " }),
  field(`${dcterms}modified`, [], (row) => row.updatedAt),
]);

/** The details that have a field of their own; the others are among {@link OCCURRENCE_FIELDS} for every source. */
const DETAIL_FIELDS: { readonly [Detail in OccurrenceDetail]?: OccurrenceField } = {
  sex: field(`${dwc}sex`, [], (row) => row.sex),
  lifeStage: field(`${dwc}lifeStage`, [], (row) => row.lifeStage),
  remarks: field(`${dwc}occurrenceRemarks`, [], (row) => row.remarks),
};

/**
 * {@link OCCURRENCE_FIELDS}, then dwc:sex, dwc:lifeStage and dwc:occurrenceRemarks where `details` has them.
 *
 * @throws TypeError for a name that is no detail.
 * @example occurrenceFields: occurrenceFields({ details: ["count", "sex"] }),
 */
export function occurrenceFields({ details }: OccurrenceFieldOptions = {}): readonly OccurrenceField[] {
  const added = detailsInOrder(details).flatMap((detail) => DETAIL_FIELDS[detail] ?? []);
  return Object.freeze([...OCCURRENCE_FIELDS, ...added]);
}

function field(
  term: string,
  needs: readonly OccurrenceNeed[],
  value: NonNullable<OccurrenceField["value"]>,
): OccurrenceField {
  return Object.freeze({ term, needs, value });
}

/** A field that is worked out from the taxon alone. */
function ofTaxon(term: string, value: (taxon: Taxon) => string | null): OccurrenceField {
  const known = oncePerShared(value);
  return field(term, [], ({ determination }) => determination && known(determination));
}

function occurrenceId(row: Occurrence, dataset: DwcaDataset): string {
  if (!isAbsence(row)) return dwcaIdentifier(dataset, "occurrence", row.id);
  const { namespace, projectId } = dataset;
  return urn(namespace, "absence", projectId, row.event?.id ?? "", row.determination?.id ?? "");
}

/** GBIF's identifier where there is one; else the source's, which belongs to no project. */
function taxonId({ determination }: Occurrence, { namespace }: DwcaDataset): string | null {
  if (determination === null) return null;
  const { id, gbifTaxonKey } = determination;
  return gbifTaxonKey === null ? urn(namespace, "taxon", id) : `https://www.gbif.org/species/${gbifTaxonKey}`;
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

/** Returns the date when the animal was seen, else that of the event. */
export function occurrenceDate({ firstAppearance, lastAppearance, event }: Occurrence): string | null {
  return isoInterval(firstAppearance, lastAppearance) ?? (event && eventDate(event));
}

/** The best detection's crop, then its capture. */
function associatedMedia({ bestDetection }: Occurrence): string {
  const urls = [bestDetection?.url, bestDetection?.capture?.url];
  return urls.flatMap((url) => url?.replaceAll("|", "%7C") ?? []).join(" | ");
}
