/** What one way of doing a thing took. */
export interface Timing {
  readonly way: string;
  /** In seconds, sorted. */
  readonly runs: readonly number[];
  readonly median: number;
}

/**
 * Runs each way once to warm it up, then all in turn, so that whatever else the machine does slows all of them. The order turns
 * round each time, since the second of two runs finds warmer caches.
 *
 * @param ways - each runs once and gives the seconds that it took.
 */
export async function takeTurns(ways: Readonly<Record<string, () => Promise<number>>>, rounds: number): Promise<readonly Timing[]> {
  const entries = Object.entries(ways);
  const runs = new Map(entries.map(([way]) => [way, [] as number[]]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [way, run] of round % 2 === 0 ? entries : entries.toReversed()) {
      const seconds = await run();
      if (round >= 0) runs.get(way)?.push(seconds);
    }
  }
  return Array.from(runs, ([way, seconds]) => {
    const sorted = seconds.toSorted((a, b) => a - b);
    return { way, runs: sorted, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN };
  });
}
