import type { Id } from "../../contracts/id.js";
import { NAMESPACES } from "../../values/namespaces.js";
import type { DwcField } from "../../dwca/tables/dwc-field.js";
import type { Occurrence, Taxon } from "../model/occurrence.js";
import { personLabel } from "../model/person-label.js";
import { dwcaIdentifier, type DwcaDataset } from "./dwca-dataset.js";
import { createOccurrenceExtension, type OccurrenceExtension } from "./occurrence-extension.js";
import { OCCURRENCE_FIELDS } from "./occurrence-fields.js";

/** An identification of an occurrence that a person or an algorithm once made. */
export interface OccurrenceOpinion {
  readonly occurrence: Occurrence;
  readonly taxon: Taxon;
  readonly kind: "identification" | "prediction";
  readonly id: Id;
  /** The person's name as it may be shown, or the algorithm's. */
  readonly by: string | null;
  readonly date: string | null;
  readonly status: "verified" | "unverified" | "withdrawn";
  readonly remarks: string | null;
}

/** A field of an archive's opinions. */
export type IdentificationField = DwcField<OccurrenceOpinion, DwcaDataset>;

const { dwc } = NAMESPACES;
const TAXON_TERMS = new Set(
  `scientificName scientificNameAuthorship taxonRank kingdom phylum class order family genus specificEpithet
  infraspecificEpithet vernacularName taxonID`
    .split(/\s+/)
    .map((name) => dwc + name),
);

/** The fields of identification.txt (GBIF's Identification History), in their order. People appear by name, never by e-mail address. */
export const IDENTIFICATION_FIELDS: readonly IdentificationField[] = Object.freeze([
  Object.freeze({
    ...field(`${dwc}identificationID`, ({ kind, id }, dataset) => dwcaIdentifier(dataset, kind, id)),
    identifies: true,
  }),
  field(`${dwc}occurrenceID`, ({ occurrence }, dataset) => dataset.occurrenceIdOf(occurrence)),
  field(`${dwc}identifiedBy`, ({ by }) => by),
  field(`${dwc}dateIdentified`, ({ date }) => date),
  field(`${dwc}identificationVerificationStatus`, ({ status }) => status),
  field(`${dwc}identificationRemarks`, ({ remarks }) => remarks),
  ...OCCURRENCE_FIELDS.filter(({ term }) => TAXON_TERMS.has(term)).map(({ term, value }) =>
    field(term, ({ occurrence, taxon }, dataset) => value?.({ ...occurrence, determination: taxon }, dataset)),
  ),
]);

/**
 * The table identification.txt, for hosts that publish the history of their identifications. It holds every
 * identification with a taxon, withdrawn ones included and marked, and the best-scored prediction of each algorithm.
 *
 * @param fields - by default {@link IDENTIFICATION_FIELDS}.
 * @throws TypeError when the fields make no table.
 * @example extensions: [audiovisualTable(), emofTable(), identificationTable(), effort, crops],
 */
export function identificationTable(
  fields: readonly IdentificationField[] = IDENTIFICATION_FIELDS,
): OccurrenceExtension {
  return createOccurrenceExtension<OccurrenceOpinion>({
    file: "identification.txt",
    rowType: `${dwc}Identification`,
    fields,
    needs: ["identifications", "predictions"],
    rows: opinionsOf,
  });
}

function* opinionsOf(occurrence: Occurrence): Generator<OccurrenceOpinion, void, undefined> {
  for (const { id, taxon, user, createdAt: date, withdrawn, comment: remarks } of occurrence.identifications ?? []) {
    if (taxon === null) continue;
    const said = { kind: "identification", by: personLabel(user), date, remarks } as const;
    yield { occurrence, taxon, id, ...said, status: withdrawn ? "withdrawn" : "verified" };
  }
  for (const { id, taxon, algorithm, score } of occurrence.predictions ?? []) {
    if (taxon === null) continue;
    const said = { kind: "prediction", by: algorithm?.name ?? null, date: null, status: "unverified" } as const;
    yield { occurrence, taxon, id, ...said, remarks: score === null ? null : `score: ${score}` };
  }
}

function field(term: string, value: NonNullable<IdentificationField["value"]>): IdentificationField {
  return Object.freeze({ term, value });
}
