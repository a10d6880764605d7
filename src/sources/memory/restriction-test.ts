import type { Id } from "../../contracts/id.js";
import type { TaxonParent } from "../../occurrences/occurrence.js";
import type { OccurrenceRestriction } from "../../occurrences/occurrence-query.js";
import type { DatasetIndex, DatasetRow } from "./dataset-index.js";

type OccurrenceRow = DatasetRow<"occurrences">;

/** What restrictions look things up in. */
export interface RestrictionContext {
  readonly index: DatasetIndex;
  /** Of the project whose occurrences are tested. */
  readonly defaults: DatasetRow<"projects">["defaults"];
}

/** Whether an occurrence may be exported at all: determined, and with at least one detection that has a box. */
export function isValid(row: OccurrenceRow, index: DatasetIndex): boolean {
  return index.taxon(row.determinationId) !== null && index.detectionsOf(row.id).some(({ bbox }) => bbox !== null);
}

/**
 * A restriction as a test of occurrences. What a restriction asks of a fact that an occurrence does not have (an event's date, a score)
 * is not met.
 *
 * @throws TypeError on a restriction of an unknown kind, which must never pass for none.
 */
export function restrictionTest(
  restriction: OccurrenceRestriction,
  { index, defaults }: RestrictionContext,
): (row: OccurrenceRow) => boolean {
  const start = (row: OccurrenceRow) => index.event(row.eventId)?.start.slice(0, "YYYY-MM-DD".length);
  switch (restriction.kind) {
    case "collection":
      return inCollection(index, new Set(index.collection(restriction.id)?.captureIds));
    case "taxon":
      return determinedAs(index, new Set([restriction.id]));
    case "taxa_list":
      return determinedAs(index, new Set(index.taxaList(restriction.id)?.taxonIds));
    case "deployment":
      return ({ deploymentId }) => deploymentId === restriction.id;
    case "event":
      return ({ eventId }) => eventId === restriction.id;
    case "date_start":
      return (row) => (start(row) ?? "") >= restriction.date;
    case "date_end":
      return (row) => (start(row) ?? "~") <= restriction.date;
    case "verified":
      return ({ id }) => index.identificationsOf(id).some(({ withdrawn }) => !withdrawn) === restriction.value;
    case "score_min":
      return ({ determinationScore }) => determinationScore !== null && determinationScore >= restriction.value;
    case "project_defaults":
      return meetsDefaults(index, defaults);
    case "has_event":
      return ({ eventId }) => eventId !== null;
    default:
      throw new TypeError("There is no restriction of this kind.", { cause: restriction satisfies never });
  }
}

function inCollection(index: DatasetIndex, captureIds: ReadonlySet<Id>): (row: OccurrenceRow) => boolean {
  return ({ id }) => index.detectionsOf(id).some(({ captureId }) => captureIds.has(captureId));
}

/** Determined as one of these taxa, or as one below such a taxon. */
function determinedAs(index: DatasetIndex, taxonIds: ReadonlySet<Id>): (row: OccurrenceRow) => boolean {
  const among = ({ id }: TaxonParent) => taxonIds.has(id);
  return ({ determinationId }) => {
    const taxon = index.taxon(determinationId);
    return taxon !== null && (among(taxon) || taxon.parents.some(among));
  };
}

function meetsDefaults(index: DatasetIndex, defaults: DatasetRow<"projects">["defaults"]): (row: OccurrenceRow) => boolean {
  const included = determinedAs(index, new Set(defaults.includeTaxonIds));
  const excluded = determinedAs(index, new Set(defaults.excludeTaxonIds));
  const all = defaults.includeTaxonIds.length === 0;
  return (row) =>
    row.determinationScore !== null && row.determinationScore >= defaults.scoreThreshold && (all || included(row)) && !excluded(row);
}
