import { execFile } from "node:child_process";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { startPostgresServer } from "../../test/support/postgres-server.js";
import { buildChild } from "../build-child.js";
import { PROJECT, loadLargeSeason } from "./large-season.js";
import { loadPlainTable } from "./plain-table.js";
import type { Run } from "./run-child.js";

const CHILD = join(import.meta.dirname, "run-child.ts");
const MONITORING = ["csv by hand", "csv", "copy", "archive by hand", "archive", "archive, all tables", "json"];
const PLAIN = ["plain by hand", "plain"];
/** What a host can set, each beside the defaults. They are measured with `--settings` alone. */
const SETTINGS = ["batchSize 100", "batchSize 300", "batchSize 3000", "extraReaders 0", "extraReaders 2"];
const CSV_WITH = SETTINGS.map((setting) => `csv, ${setting}`);

/** Figures of a candidate: medians over the rounds. */
interface Figures {
  readonly candidate: string;
  readonly rowsPerSecond: number;
  /** Rows a second to those of the candidate beside it, as the median of the rounds' ratios. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly run: Run;
}

/** Which candidates a candidate is compared with. */
const COMPARED: Readonly<Record<string, readonly string[]>> = {
  "csv by hand": ["copy"],
  csv: ["csv by hand", "copy"],
  archive: ["archive by hand"],
  "archive, all tables": ["archive by hand"],
  json: ["csv by hand"],
  plain: ["plain by hand"],
  ...Object.fromEntries(CSV_WITH.map((name) => [name, ["csv"]])),
};

/**
 * Measures whole exports, from PostgreSQL to a file, beside what a team would write by hand and beside `COPY`. Each run is a process of its
 * own, of the built package; candidates take turns. `--occurrences` (100,000), `--rows` of the plain table (1,000,000), `--rounds` (5), `--json`.
 * `--settings` measures the CSV with other settings of a host instead.
 */
export async function benchExports(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      occurrences: { type: "string", default: "100000" },
      rows: { type: "string", default: "1000000" },
      rounds: { type: "string", default: "5" },
      only: { type: "string", multiple: true },
      json: { type: "boolean", default: false },
      settings: { type: "boolean", default: false },
    },
  });
  await promisify(execFile)("npm", ["run", "--silent", "prepack"]);
  const child = await buildChild(CHILD);
  const [occurrences, rows, rounds] = [Number(values.occurrences), Number(values.rows), Number(values.rounds)];
  const wanted = (candidates: readonly string[]) => candidates.filter((name) => values.only?.includes(name) ?? true);
  const monitoring = values.settings ? ["csv", ...CSV_WITH] : wanted(MONITORING);
  const plain = values.settings ? [] : wanted(PLAIN);
  const figures = [
    ...(await onDatabase((url) => loadLargeSeason(url, occurrences), monitoring, { rounds, child })),
    ...(await onDatabase((url) => loadPlainTable(url, rows), plain, { rounds, child })),
  ];
  if (values.json) return print(JSON.stringify({ occurrences, rows, rounds, figures }));
  const loaded = [
    ...(monitoring.length > 0 ? [`${occurrences} occurrences of project ${PROJECT}`] : []),
    ...(plain.length > 0 ? [`${rows} rows of a plain table`] : []),
  ];
  print(`${loaded.join(", ")}; medians of ${rounds} rounds\n`);
  printTable(print, figures);
}

async function onDatabase(
  load: (url: string) => Promise<void>,
  candidates: readonly string[],
  { rounds, child }: { readonly rounds: number; readonly child: string },
): Promise<readonly Figures[]> {
  if (candidates.length === 0) return [];
  await using server = await startPostgresServer();
  await load(server.url);
  const runs = new Map(candidates.map((name) => [name, [] as Run[]]));
  // The first round fills the caches of the database.
  for (let round = -1; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? candidates : candidates.toReversed()) {
      const run = await runOnce(child, name, server.url);
      if (round >= 0) runs.get(name)?.push(run);
    }
  }
  return candidates.map((candidate) => figuresOf(candidate, runs));
}

async function runOnce(child: string, candidate: string, url: string): Promise<Run> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, candidate, url]);
  return JSON.parse(stdout) as Run;
}

function figuresOf(candidate: string, all: ReadonlyMap<string, readonly Run[]>): Figures {
  const own = all.get(candidate) ?? [];
  const speeds = (runs: readonly Run[]) => runs.map(({ rows, seconds }) => rows / seconds);
  const ratios = (COMPARED[candidate] ?? []).flatMap((other) => {
    const others = speeds(all.get(other) ?? []);
    return others.length === 0 ? [] : [[other, median(speeds(own).map((speed, at) => speed / (others[at] ?? speed)))]];
  });
  const typical = own.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(own.length / 2)];
  if (typical === undefined) throw new TypeError("Nothing was measured.");
  return { candidate, rowsPerSecond: median(speeds(own)), ratios: Object.fromEntries(ratios), run: typical };
}

function printTable(print: (line: string) => void, figures: readonly Figures[]): void {
  print("| candidate | rows/s | to | CPU s | MiB | event loop p50 · p99 · max, ms | MB |");
  print("|---|---|---|---|---|---|---|");
  for (const { candidate, rowsPerSecond, ratios, run } of figures) {
    const to = Object.entries(ratios).map(([name, ratio]) => `${ratio.toFixed(2)} ${name}`);
    const { cpuSeconds, mebibytes, delay, bytes } = run;
    const cells = [candidate, Math.round(rowsPerSecond), to.join(", "), cpuSeconds.toFixed(1), Math.round(mebibytes)];
    print(`| ${[...cells, `${delay.p50} · ${delay.p99} · ${delay.max}`, (bytes / 1e6).toFixed(0)].join(" | ")} |`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
