import { BASES_OF_RECORD, type BasisOfRecord } from "./basis-of-record.js";
import type { Occurrence } from "./occurrence.js";

const DETAILS = Object.freeze(["count", "sex", "lifeStage", "basisOfRecord", "remarks"] as const);

/** A member of an occurrence that some sources have and others do not. A source declares those it has. */
export type OccurrenceDetail = (typeof DETAILS)[number];

/**
 * Those of a source's details that files have columns for, in the order of the columns.
 *
 * @throws TypeError for a name that is no detail.
 */
export function detailsInOrder(details: readonly OccurrenceDetail[] = []): readonly OccurrenceDetail[] {
  for (const detail of details)
    if (!DETAILS.includes(detail)) throw new TypeError(`An occurrence has no detail "${detail}".`);
  return DETAILS.filter((detail) => details.includes(detail));
}

/**
 * Returns the number of animals of an occurrence; 1 where its source does not say.
 * @throws TypeError when the count is not an integer from 0, which makes the row unwritable.
 */
export function individualCount({ count }: Occurrence): number {
  if (count === null || count === undefined) return 1;
  if (!Number.isSafeInteger(count) || count < 0) throw new TypeError("A count must be an integer from 0.");
  return count;
}

/**
 * Returns the basis of an occurrence. Where its source does not say, it is a machine's observation, whoever identified
 * the animal (GBIF's guide to camera traps).
 * @throws TypeError when it is none of {@link BASES_OF_RECORD}, which makes the row unwritable.
 */
export function basisOfRecord({ basisOfRecord: basis }: Occurrence): BasisOfRecord {
  if (basis === null || basis === undefined) return "MachineObservation";
  if (!BASES_OF_RECORD.includes(basis)) throw new TypeError("GBIF does not know this basis of record.");
  return basis;
}
