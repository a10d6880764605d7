import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { buildChild } from "./build-child.js";

const CHILD = resolve(import.meta.dirname, "../test/support/memory-child.ts");
/** The others are compared with the first. */
const FORMATS = ["csv", "json", "geojson", "parquet", "xlsx", "coco", "camtrap_dp", "dwc_dp", "dwca"];

interface Outcome {
  readonly status: string;
  readonly recordCount: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** In KiB. */
  readonly maxRss: number;
}

/**
 * Exports made-up occurrences in every format, each run in a process of its own, of built code: rows a second, and the most memory. `--rows` (100000) takes
 * several numbers, `--rows 100000,1000000`: memory is then compared with that of the first number. `--only csv --only xlsx` names formats;
 * `--rounds` (1): formats take turns, and figures are medians.
 */
export async function benchRowFormats(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: "string", default: "100000" },
      only: { type: "string", multiple: true },
      rounds: { type: "string", default: "1" },
    },
  });
  const child = await buildChild(CHILD);
  const formats = FORMATS.filter((format) => values.only?.includes(format) ?? true);
  const fewest = new Map<string, number>();
  print(`| format | rows | rows/s | to ${formats[0] ?? ""} | CPU s | peak RSS, MiB | growth |`);
  print("|---|---|---|---|---|---|---|");
  for (const rows of values.rows.split(",").map(Number)) {
    const runs = await takeRounds({ child, formats, rows, rounds: Number(values.rounds) });
    const first = median(runs.get(formats[0] ?? "") ?? [], "seconds");
    for (const [format, outcomes] of runs) {
      const [seconds, cpu, rss] = [
        median(outcomes, "seconds"),
        median(outcomes, "cpuSeconds"),
        median(outcomes, "maxRss"),
      ];
      const growth = fewest.has(format) ? `${((rss / (fewest.get(format) ?? rss) - 1) * 100).toFixed(0)} %` : "";
      if (!fewest.has(format)) fewest.set(format, rss);
      const speed = `${Math.round(rows / seconds)} | ${(first / seconds).toFixed(2)}`;
      print(`| ${format} | ${rows} | ${speed} | ${cpu.toFixed(1)} | ${Math.round(rss / 1024)} | ${growth} |`);
    }
  }
}

async function takeRounds({
  child,
  formats,
  rows,
  rounds,
}: {
  readonly child: string;
  readonly formats: readonly string[];
  readonly rows: number;
  readonly rounds: number;
}): Promise<ReadonlyMap<string, readonly Outcome[]>> {
  const runs = new Map(formats.map((format) => [format, [] as Outcome[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const [format, outcomes] of runs) outcomes.push(await exportOnce(child, format, rows));
  return runs;
}

function median(outcomes: readonly Outcome[], name: "seconds" | "cpuSeconds" | "maxRss"): number {
  const values = outcomes.map((outcome) => outcome[name]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function exportOnce(child: string, format: string, rows: number): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-bench-"));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [child, format, String(rows), directory]);
    const outcome = JSON.parse(stdout) as Outcome;
    if (outcome.status !== "succeeded" || outcome.recordCount !== rows)
      throw new TypeError(`${format} failed: ${stdout}`);
    return outcome;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
