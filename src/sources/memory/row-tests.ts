import type { Id } from "../../contracts/id.js";
import type { TaxonParent } from "../../occurrences/model/occurrence.js";
import type { OccurrenceRestriction } from "../../occurrences/model/occurrence-query.js";
import type { DatasetIndex, DatasetRow } from "./dataset-index.js";

type OccurrenceRow = DatasetRow<"occurrences">;

/** Whether an occurrence meets a restriction. */
export type RowTest = (row: OccurrenceRow) => boolean;

export function not(test: RowTest): RowTest {
  return (row) => !test(row);
}

/** One detection must be in the range: two, one at either side of it, are not. */
export function detectedBetween(
  index: DatasetIndex,
  { start, end }: { readonly start: string | null; readonly end: string | null },
): RowTest {
  const isIn = (date: string) => (start === null || date >= start) && (end === null || date <= end);
  return ({ id }) => index.detectionsOf(id).some(({ timestamp }) => timestamp !== null && isIn(firstDay(timestamp)));
}

/** The day on which a date begins: of a month or a year its first. */
function firstDay(timestamp: string): string {
  const [date = ""] = timestamp.slice(0, "YYYY-MM-DD".length).split("/");
  return date + "-01-01".slice(date.length - "YYYY".length);
}

export function seenBy(index: DatasetIndex, algorithmIds: ReadonlySet<Id>): RowTest {
  const isAmong = ({ algorithmId }: { readonly algorithmId: Id | null }) =>
    algorithmId !== null && algorithmIds.has(algorithmId);
  return ({ id }) =>
    index
      .detectionsOf(id)
      .some((detection) => isAmong(detection) || index.classificationsOf(detection.id).some(isAmong));
}

export function isVerified(
  index: DatasetIndex,
  { id }: OccurrenceRow,
  isAsked: (userId: Id | null) => boolean,
): boolean {
  return index.identificationsOf(id).some(({ withdrawn, userId }) => !withdrawn && isAsked(userId));
}

export function inCollection(index: DatasetIndex, captureIds: ReadonlySet<Id>): RowTest {
  return ({ id }) => index.detectionsOf(id).some(({ captureId }) => captureIds.has(captureId));
}

/** Determined as one of these taxa, or as one below such a taxon. */
export function determinedAs(index: DatasetIndex, taxonIds: ReadonlySet<Id>): RowTest {
  const among = ({ id }: TaxonParent) => taxonIds.has(id);
  return ({ determinationId }) => {
    const taxon = index.taxon(determinationId);
    return taxon !== null && (among(taxon) || taxon.parents.some(among));
  };
}

export function meetsDefaults(index: DatasetIndex, defaults: DatasetRow<"projects">["defaults"]): RowTest {
  const included = determinedAs(index, new Set(defaults.includeTaxonIds));
  const excluded = determinedAs(index, new Set(defaults.excludeTaxonIds));
  const all = defaults.includeTaxonIds.length === 0;
  return (row) =>
    row.determinationScore !== null &&
    row.determinationScore >= defaults.scoreThreshold &&
    (all || included(row)) &&
    !excluded(row);
}

/** None of these, and of none of these events and deployments; the event's deployment counts as well. */
export function isOutside(
  index: DatasetIndex,
  { deploymentIds, eventIds, occurrenceIds }: Extract<OccurrenceRestriction, { readonly kind: "outside" }>,
): RowTest {
  const [deployments, events, occurrences] = [new Set(deploymentIds), new Set(eventIds), new Set(occurrenceIds)];
  const among = (ids: ReadonlySet<Id>, id: Id | null | undefined) => id != null && ids.has(id);
  return ({ id, eventId, deploymentId }) =>
    !among(occurrences, id) &&
    !among(events, eventId) &&
    !among(deployments, deploymentId) &&
    !among(deployments, index.event(eventId)?.deploymentId);
}
