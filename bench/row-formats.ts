import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const CHILD = resolve(import.meta.dirname, "../test/support/memory-child.ts");
const FORMATS = ["csv", "parquet", "xlsx"];
const ROWS = (process.env.BENCH_ROWS ?? "100000,1000000").split(",").map(Number);

interface Outcome {
  readonly status: string;
  readonly recordCount: number;
  readonly seconds: number;
  /** In KiB. */
  readonly maxRss: number;
}

/** Exports made-up occurrences in formats of one table, each in a process of its own: rows a second, and the most memory. */
export async function benchRowFormats(print: (line: string) => void): Promise<void> {
  print("| format | rows | rows/s | peak RSS, MiB | to the fewest rows |");
  print("|---|---|---|---|---|");
  for (const format of FORMATS) {
    let fewest: number | null = null;
    for (const rows of ROWS) {
      const { seconds, maxRss } = await exportOnce(format, rows);
      fewest ??= maxRss;
      const growth = `${((maxRss / fewest) * 100).toFixed(0)} %`;
      print(`| ${format} | ${rows} | ${Math.round(rows / seconds)} | ${Math.round(maxRss / 1024)} | ${growth} |`);
    }
  }
}

async function exportOnce(format: string, rows: number): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-bench-"));
  try {
    const command = ["--import", "tsx", CHILD, format, String(rows), directory];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    const outcome = JSON.parse(stdout) as Outcome;
    if (outcome.status !== "succeeded" || outcome.recordCount !== rows)
      throw new TypeError(`${format} failed: ${stdout}`);
    return outcome;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
