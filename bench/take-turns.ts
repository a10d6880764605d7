/** What one way of doing a thing took, as text: seconds with two digits, and the ratio to the first way. */
export interface Timing {
  readonly way: string;
  readonly median: string;
  readonly range: string;
  readonly ratio: string;
}

/** How often each way is measured. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);

/**
 * Runs each way once to warm it up, then all in turn, so that whatever else the machine does slows all of them. The order turns
 * round each time, since the second of two runs finds warmer caches.
 *
 * @param ways - each runs once and gives the seconds that it took.
 */
export async function takeTurns(ways: Readonly<Record<string, () => Promise<number>>>): Promise<readonly Timing[]> {
  const entries = Object.entries(ways);
  const runs = new Map(entries.map(([way]) => [way, [] as number[]]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [way, run] of round % 2 === 0 ? entries : entries.toReversed()) {
      const seconds = await run();
      if (round >= 0) runs.get(way)?.push(seconds);
    }
  }
  const first = medianOf([...runs.values()][0] ?? []);
  return Array.from(runs, ([way, seconds]) => ({
    way,
    median: medianOf(seconds).toFixed(2),
    range: `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`,
    ratio: (medianOf(seconds) / first).toFixed(2),
  }));
}

function medianOf(seconds: readonly number[]): number {
  return seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? Number.NaN;
}
