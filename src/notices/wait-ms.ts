/** How long a notice is delivered again and again before it is given up. */
export const GIVE_UP_MS = 24 * 60 * 60 * 1000;

const SHORTEST_MS = 5_000;
const LONGEST_MS = 60 * 60 * 1000;

/** When a notice of this age that was not heard is delivered again: as long again as it has waited, from 5 s to an hour. */
export function waitMs(ageMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ageMs));
}
