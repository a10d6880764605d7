/** The age at which a notice that nobody has heard is given up. */
export const GIVE_UP_MS = 24 * 60 * 60 * 1000;

const SHORTEST_MS = 5_000;
const LONGEST_MS = 60 * 60 * 1000;

/** Returns the wait before a notice of this age is delivered again: as long again as it has waited, from 5 s to an hour. */
export function waitMs(ageMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ageMs));
}
