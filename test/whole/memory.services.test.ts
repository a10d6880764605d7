import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { campaign } from "../support/campaign.js";

const CHILD = resolve(import.meta.dirname, "../support/memory-child.ts");
const MIB = 1024;
/** With so few rows the first of the two processes may end before it is as large as one that holds no row gets. */
const { rows: ROWS, growth: GROWTH } = campaign({
  small: { rows: 40_000, growth: 1.5 },
  large: { rows: 200_000, growth: 1.25 },
});

/** Formats that hold a row group or a part of a file that is sorted by picture, or write several tables side by side. */
const ROOMY: readonly string[] = ["parquet", "coco", "camtrap_dp", "dwc_dp"];

interface Outcome {
  readonly maxRss: number;
  readonly status: string;
  readonly recordCount: number;
  readonly error: object | null;
}

/** The most memory, in KiB, of a process that exports so many occurrences. */
async function peak(format: string, occurrences: number): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-memory-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const child = await promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    CHILD,
    format,
    String(occurrences),
    directory,
  ]);
  const { maxRss, status, recordCount, error } = JSON.parse(child.stdout) as Outcome;
  expect({ status, recordCount, error }).toEqual({ status: "succeeded", recordCount: occurrences, error: null });
  return maxRss;
}

test.each(["csv", "json", "geojson", "dwca", "coco", "camtrap_dp", "dwc_dp", "parquet", "xlsx"])(
  "three times the rows of %s take hardly more memory",
  async (format) => {
    const few = await peak(format, ROWS);
    const many = await peak(format, 3 * ROWS);
    console.log(
      `${format}: ${Math.round(few / MIB)} MiB for ${ROWS} rows, ${Math.round(many / MIB)} MiB for ${3 * ROWS}`,
    );
    expect(many / few).toBeLessThan(GROWTH);
    expect(many).toBeLessThan((ROOMY.includes(format) ? 300 : 260) * MIB);
  },
  300_000,
);
