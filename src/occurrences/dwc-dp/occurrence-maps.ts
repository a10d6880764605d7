import { mapTable, type PackageValue, type TableMap } from "../../data-package/table-map.js";
import { DWC_DP } from "../../dwc-dp/dwc-dp-tables.js";
import type { Taxon } from "../model/occurrence.js";
import { individualCount } from "../model/occurrence-details.js";
import { infraspecificEpithet, rankName, specificEpithet, taxonAtRank } from "../model/taxon-ranks.js";
import { recorderKeys } from "./agents.js";
import { agentKey } from "./context-maps.js";
import { targetTaxa } from "./dwc-dp-facts.js";
import { type DwcDpDataset, dwcDpId, type OpinionRow, type ScoreRow } from "./dwc-dp-rows.js";

type Value = (row: OpinionRow, dataset: DwcDpDataset) => PackageValue;

/** The values of a name that the occurrence has, and its identification too. */
const NAME = {
  identifiedBy: ({ by }: OpinionRow) => by?.name,
  identifiedByID: ({ by }: OpinionRow, dataset: DwcDpDataset) => by && agentKey(by, dataset),
  dateIdentified: ({ date }: OpinionRow) => date,
  identificationVerificationStatus: ({ status }: OpinionRow) => status,
  identificationRemarks: ({ remarks }: OpinionRow) => remarks,
  // The standard wants a link that can be resolved: an identifier of our own is none.
  taxonID: ({ taxon }: OpinionRow) =>
    taxon.gbifTaxonKey === null ? null : `https://www.gbif.org/species/${taxon.gbifTaxonKey}`,
  scientificName: ({ taxon }: OpinionRow) => taxon.name,
  scientificNameAuthorship: ({ taxon }: OpinionRow) => taxon.author,
  vernacularName: ({ taxon }: OpinionRow) => taxon.commonName,
  taxonRank: ({ taxon }: OpinionRow) => rankName(taxon.rank),
} satisfies Readonly<Record<string, Value>>;

/** The map by which an occurrence fills its table: given the opinion that is accepted. */
export const OCCURRENCE_MAP: TableMap<OpinionRow, DwcDpDataset> = mapTable(DWC_DP.OCCURRENCE, {
  ...NAME,
  occurrence_pk: occurrenceKey,
  occurrenceID: occurrenceKey,
  event_fk: ({ occurrence: { event } }, dataset) => event && dwcDpId(dataset, "event", event.id),
  surveyTarget_fk: ({ taxon }, dataset) => (isOfTarget(taxon, dataset) ? dwcDpId(dataset, "surveyTarget") : null),
  recordedBy: (_row, { facts }) => facts.recordedBy,
  recordedByID: (_row, dataset) => recorderKeys(dataset),
  organismQuantity: ({ occurrence }) => individualCount(occurrence),
  organismQuantityType: () => "individuals",
  sex: ({ occurrence }) => occurrence.sex,
  lifeStage: ({ occurrence }) => occurrence.lifeStage,
  occurrenceStatus: ({ occurrence }) => (individualCount(occurrence) === 0 ? "notDetected" : "detected"),
  informationWithheld: ({ occurrence }) => occurrence.protection?.informationWithheld,
  dataGeneralizations: ({ occurrence }) => occurrence.protection?.dataGeneralizations,
  occurrenceRemarks: ({ occurrence }) => occurrence.remarks,
});

/** The map by which opinions fill the table of identifications. */
export const IDENTIFICATION_MAP: TableMap<OpinionRow, DwcDpDataset> = mapTable(DWC_DP.IDENTIFICATION, {
  ...NAME,
  identification_pk: (opinion: OpinionRow, dataset) => identificationKey(opinion, dataset),
  identificationID: (opinion: OpinionRow, dataset) => identificationKey(opinion, dataset),
  identificationType: ({ kind }) => (kind === "prediction" ? "media" : null),
  media_fk: ({ medium }) => medium,
  occurrence_fk: occurrenceKey,
  isAcceptedIdentification: ({ isAccepted }) => isAccepted,
  kingdom: above("kingdom"),
  phylum: above("phylum"),
  class: above("class"),
  order: above("order"),
  family: above("family"),
  subfamily: above("subfamily"),
  genus: above("genus"),
  specificEpithet: ({ taxon }) => specificEpithet(taxon),
  infraspecificEpithet: ({ taxon }) => infraspecificEpithet(taxon),
  nameAccordingTo: (_row, { facts }) => facts.nameAccordingTo,
});

/** The map by which identifications name who made them. */
export const IDENTIFIER_MAP: TableMap<OpinionRow, DwcDpDataset> = mapTable(DWC_DP.IDENTIFICATION_AGENT_ROLE, {
  identification_fk: (opinion: OpinionRow, dataset) => identificationKey(opinion, dataset),
  agent_fk: ({ by }, dataset) => by && agentKey(by, dataset),
  agentRole: () => "identifier",
  agentRoleOrder: () => 1,
  agentRoleDate: ({ date }) => date,
});

/** The values of a score, whatever it is about. */
const SCORE = {
  assertionID: ({ kind, id }: ScoreRow, dataset: DwcDpDataset) => dwcDpId(dataset, "score", kind, id),
  assertionType: ({ kind }: ScoreRow) => `${kind} score`,
  assertionMadeDate: ({ date }: ScoreRow) => date,
  assertionValue: ({ score }: ScoreRow) => score,
  assertionUnit: () => "dimensionless",
  assertionBy: ({ by }: ScoreRow) => by?.name,
  assertionByID: ({ by }: ScoreRow, dataset: DwcDpDataset) => by && dwcDpId(dataset, "algorithm", by.id),
  assertionProtocol_fk: ({ kind }: ScoreRow, dataset: DwcDpDataset) => dwcDpId(dataset, "protocol", kind),
  assertionRemarks: ({ remarks }: ScoreRow) => remarks,
};

/** The map by which scores of classifications fill their table. */
export const CLASSIFICATION_SCORE_MAP: TableMap<ScoreRow, DwcDpDataset> = mapTable(DWC_DP.OCCURRENCE_ASSERTION, {
  ...SCORE,
  occurrence_fk: ({ about }) => about,
});

/** The map by which scores of detections fill their table. */
export const DETECTION_SCORE_MAP: TableMap<ScoreRow, DwcDpDataset> = mapTable(DWC_DP.MEDIA_ASSERTION, {
  ...SCORE,
  media_fk: ({ about }) => about,
});

function isOfTarget(taxon: Taxon, { facts }: DwcDpDataset): boolean {
  const names = new Set(targetTaxa(facts).map((name) => name.toLowerCase()));
  return [taxon, ...taxon.parents].some(({ name }) => names.has(name.toLowerCase()));
}

function occurrenceKey({ occurrence }: OpinionRow, dataset: DwcDpDataset): string {
  return dwcDpId(dataset, "occurrence", occurrence.id);
}

/** The key of an identification. */
export function identificationKey({ kind, id }: Pick<OpinionRow, "kind" | "id">, dataset: DwcDpDataset): string {
  return dwcDpId(dataset, kind, id);
}

function above(rank: string): ({ taxon }: { readonly taxon: Taxon }) => string | undefined {
  return ({ taxon }) => taxonAtRank(taxon, rank)?.name;
}
