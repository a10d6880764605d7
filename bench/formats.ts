import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { createAntennaSource } from "vasculum/antenna";
import { exportOnce, FORMATS, PROJECT } from "./export-once.js";
import { openSeason, startSeasonDatabase } from "./season-database.js";
import { ROUNDS, takeTurns } from "./take-turns.js";

/** What each format takes beside reading nothing but the occurrences' own columns, and for how long it holds the event loop. */
export async function benchFormats(print: (line: string) => void): Promise<void> {
  await using season = await startSeasonDatabase();
  await using db = openSeason(season.url);
  const source = createAntennaSource({ db });
  const delays = new Map(FORMATS.map((format) => [format as string, [] as IntervalHistogram[]]));
  const watched = async (format: (typeof FORMATS)[number]): Promise<number> => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const seconds = await exportOnce(source, format);
    delay.disable();
    delays.get(format)?.push(delay);
    return seconds;
  };
  const read = async (): Promise<number> => {
    const from = performance.now();
    const opening = { scope: { projectId: PROJECT, userId: 1 }, signal: new AbortController().signal, batchSize: 500 };
    await using snapshot = await source.open(opening);
    for await (const _ of snapshot.batches(source.queryset()));
    return (performance.now() - from) / 1000;
  };
  const ways = Object.fromEntries(FORMATS.map((format) => [format, () => watched(format)]));
  const timings = await takeTurns({ "occurrences alone, not written": read, ...ways });
  print(`${season.occurrences} occurrences in three projects, the largest exported; medians of ${ROUNDS} runs\n`);
  print("| what | seconds | range | to reading alone | event loop p99, ms | longest, ms |");
  print("|---|---|---|---|---|---|");
  for (const { way, median, range, ratio } of timings) {
    const warm = delays.get(way)?.slice(1) ?? [];
    const p99 = medianMs(warm.map((delay) => delay.percentile(99)));
    const longest = medianMs(warm.map((delay) => delay.max));
    print(`| ${way} | ${median} | ${range} | ${ratio} | ${p99} | ${longest} |`);
  }
}

function medianMs(nanoseconds: readonly number[]): string {
  const median = nanoseconds.toSorted((a, b) => a - b)[Math.floor(nanoseconds.length / 2)];
  return median === undefined ? "" : (median / 1e6).toFixed(0);
}
