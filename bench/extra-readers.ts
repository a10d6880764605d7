import { createAntennaSource } from "vasculum/antenna";
import { exportOnce, FORMATS } from "./export-once.js";
import { openSeason, startSeasonDatabase } from "./season-database.js";
import { startDistantRelay } from "./start-distant-relay.js";
import { ROUNDS, takeTurns } from "./take-turns.js";

const READERS = [0, 1, 2];

/** Whole exports with different numbers of extra readers, beside the database and 1 ms away from it. */
export async function benchExtraReaders(print: (line: string) => void): Promise<void> {
  await using season = await startSeasonDatabase();
  await using relay = await startDistantRelay(Number(season.url.port), 1);
  const far = new URL(season.url);
  far.port = `${relay.port}`;
  print(`${season.occurrences} occurrences in three projects, the largest exported; medians of ${ROUNDS} runs\n`);
  print("| format | database | extra readers | seconds | range | to none |");
  print("|---|---|---|---|---|---|");
  for (const format of FORMATS) {
    for (const [place, url] of [
      ["beside", season.url],
      ["1 ms away", far],
    ] as const) {
      const run = async (extraReaders: number): Promise<number> => {
        await using db = openSeason(url);
        return await exportOnce(createAntennaSource({ db, extraReaders }), format);
      };
      const timings = await takeTurns(Object.fromEntries(READERS.map((readers) => [`${readers}`, () => run(readers)])));
      for (const { way, median, range, ratio } of timings)
        print(`| ${format} | ${place} | ${way} | ${median} | ${range} | ${ratio} |`);
    }
  }
}
