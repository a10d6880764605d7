/** A score as it counts. NaN is none: it can be compared with nothing, and databases disagree on where it sorts. */
export function scoreOf(score: number | null): number | null {
  return Number.isNaN(score) ? null : score;
}
