import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { Occurrence } from "../../occurrences/model/occurrence.js";
import type { OccurrenceRestriction } from "../../occurrences/model/occurrence-query.js";
import { type OwnRestrictions, unknownRestriction } from "../../occurrences/model/own-restrictions.js";
import type { DatasetIndex, DatasetRow } from "./dataset-index.js";
import type { OccurrenceReader } from "./occurrence-reader.js";
import {
  detectedBetween,
  determinedAs,
  inCollection,
  isOutside,
  isVerified,
  meetsDefaults,
  not,
  type RowTest,
  seenBy,
} from "./row-tests.js";

type OccurrenceRow = DatasetRow<"occurrences">;

/** The host's own restrictions, as predicates. */
export type OwnTests = Pick<OwnRestrictions<unknown, Occurrence, boolean>, "conditionOf">;

/** The lookups of restrictions. */
export interface RestrictionContext {
  readonly index: DatasetIndex;
  /** Of the project whose occurrences are tested. */
  readonly defaults: DatasetRow<"projects">["defaults"];
  readonly userId: Id;
  readonly own: OwnTests;
  readonly reader: OccurrenceReader;
}

/** Whether an occurrence may be exported at all: determined, and with at least one detection that has a box. */
export function isValid(row: OccurrenceRow, index: DatasetIndex): boolean {
  return index.taxon(row.determinationId) !== null && index.detectionsOf(row.id).some(({ bbox }) => bbox !== null);
}

type Kind = OccurrenceRestriction["kind"];
type Restriction<K extends Kind> = Extract<OccurrenceRestriction, { kind: K }>;

/**
 * The test of each restriction. A restriction on a fact that an occurrence does not have (a score, a timestamp) is not
 * met.
 */
const TESTS: { readonly [K in Kind]: (restriction: Restriction<K>, context: RestrictionContext) => RowTest } = {
  collection: ({ id }, { index }) => inCollection(index, new Set(index.collection(id)?.captureIds)),
  taxon: ({ id }, { index }) => determinedAs(index, new Set([id])),
  taxa_list: ({ id }, { index }) => determinedAs(index, new Set(index.taxaList(id)?.taxonIds)),
  not_taxa_list: ({ id }, { index }) => not(determinedAs(index, new Set(index.taxaList(id)?.taxonIds))),
  rank:
    ({ rank }, { index }) =>
    ({ determinationId }) =>
      index.taxon(determinationId)?.rank === rank,
  deployment:
    ({ id }) =>
    ({ deploymentId }) =>
      deploymentId === id,
  site:
    ({ id }, { index }) =>
    ({ deploymentId }) =>
      index.deployment(deploymentId)?.siteId === id,
  device:
    ({ id }, { index }) =>
    ({ deploymentId }) =>
      index.deployment(deploymentId)?.deviceId === id,
  event:
    ({ id }) =>
    ({ eventId }) =>
      eventId === id,
  capture: ({ id }, { index }) => inCollection(index, new Set([id])),
  dates: (range, { index }) => detectedBetween(index, range),
  algorithm: ({ ids }, { index }) => seenBy(index, new Set(ids)),
  not_algorithm: ({ ids }, { index }) => not(seenBy(index, new Set(ids))),
  ids: ({ ids }) => {
    const wanted = new Set(ids);
    return ({ id }) => wanted.has(id);
  },
  verified:
    ({ value }, { index }) =>
    (row) =>
      isVerified(index, row, () => true) === value,
  verified_by_me:
    ({ value }, { index, userId }) =>
    (row) =>
      isVerified(index, row, (id) => id === userId) === value,
  score_min:
    ({ value }) =>
    ({ determinationScore }) =>
      determinationScore !== null && determinationScore >= value,
  project_defaults: (_, { index, defaults }) => meetsDefaults(index, defaults),
  has_event:
    () =>
    ({ eventId }) =>
      eventId !== null,
  outside: (restriction, { index }) => isOutside(index, restriction),
  own: (restriction, { own, reader }) => meetsOwn(own.conditionOf(restriction), reader),
};

/**
 * A restriction as a test of occurrences.
 *
 * @throws ExportError `FILTER_FAILED` on a restriction that is not known, which must never pass for none.
 */
export function restrictionTest<K extends Kind>(restriction: Restriction<K>, context: RestrictionContext): RowTest {
  const kind = restriction.kind as K; // what Restriction<K> says, which the compiler does not follow
  if (!Object.hasOwn(TESTS, kind)) throw unknownRestriction();
  return TESTS[kind](restriction, context);
}

/** A promise would pass for yes, so anything but a boolean is refused. */
function meetsOwn(test: (occurrence: Occurrence) => boolean, reader: OccurrenceReader): RowTest {
  return (row) => {
    const met: unknown = test(reader.occurrence(row, []));
    if (typeof met === "boolean") return met;
    throw new ExportError("FILTER_FAILED", { message: "An own restriction must answer true or false." });
  };
}
