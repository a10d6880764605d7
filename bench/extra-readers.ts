import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { createCsvExporter, createDwcaExporter, createJsonExporter, ExportRegistry } from "vasculum";
import { createAntennaSource } from "vasculum/antenna";
import { guardPool } from "vasculum/kysely";
import { generateSeason } from "../examples/season/generate-season.js";
import { loadAntenna } from "../examples/season/load-antenna.js";
import { createTestService } from "../examples/test-service.js";
import { startPostgresServer } from "../test/support/postgres-server.js";
import { startDistantRelay } from "./start-distant-relay.js";
import { takeTurns } from "./take-turns.js";

const OCCURRENCES = Number(process.env.BENCH_OCCURRENCES ?? 24_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const READERS = [0, 1, 2];
const PROJECT = 1;

/** Whole exports of one project of Antenna's schema, with different numbers of extra readers, near the database and 1 ms away. */
export async function benchExtraReaders(print: (line: string) => void): Promise<void> {
  await using server = await startPostgresServer();
  const near = new URL(server.url);
  const pool = new pg.Pool({ connectionString: near.href });
  await loadAntenna((statement, parameters) => pool.query(statement, [...parameters]), generateSeason({ occurrences: OCCURRENCES }));
  await pool.query("analyze");
  await pool.end();
  await using relay = await startDistantRelay(Number(near.port), 1);
  const far = new URL(near);
  far.port = `${relay.port}`;

  print(`${OCCURRENCES} occurrences in three projects, the largest exported; medians of ${ROUNDS} runs\n`);
  print("| format | database | extra readers | seconds | range | to none |");
  print("|---|---|---|---|---|---|");
  for (const format of ["csv", "json", "dwca"] as const) {
    for (const [place, url] of [["beside", near], ["1 ms away", far]] as const) {
      const ways = Object.fromEntries(READERS.map((readers) => [`${readers}`, () => exportOnce(url.href, format, readers)]));
      const timings = await takeTurns(ways, ROUNDS);
      const none = timings[0]?.median ?? Number.NaN;
      for (const { way, runs, median } of timings) {
        const range = `${runs[0]?.toFixed(2)} to ${runs.at(-1)?.toFixed(2)}`;
        print(`| ${format} | ${place} | ${way} | ${median.toFixed(2)} | ${range} | ${(median / none).toFixed(2)} |`);
      }
    }
  }
}

/** The seconds from the export's start to its end. */
async function exportOnce(url: string, format: "csv" | "json" | "dwca", extraReaders: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 8, keepAlive: true, query_timeout: 30_000 });
  await using db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  const source = createAntennaSource({ db, extraReaders });
  const registry = new ExportRegistry();
  registry.register("csv")(createCsvExporter({ source }));
  registry.register("json")(createJsonExporter({ source }));
  registry.register("dwca")(createDwcaExporter({ source, metadata: { license: "CC0-1.0" } }));
  const { record } = await createTestService(registry).exportFile({ project: PROJECT, format, filters: {} });
  if (record.status !== "succeeded") throw new TypeError(`The export ended as ${record.status}: ${record.error?.message}`);
  return (Date.parse(record.finishedAt ?? "") - Date.parse(record.startedAt ?? "")) / 1000;
}
