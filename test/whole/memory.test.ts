import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const CHILD = resolve(import.meta.dirname, "../support/memory-child.ts");
const MIB = 1024;

/** The most memory, in KiB, of a process that exports so many occurrences. */
async function peak(format: string, occurrences: number): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-memory-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const child = await promisify(execFile)(process.execPath, ["--import", "tsx", CHILD, format, String(occurrences), directory]);
  const { maxRss, ...outcome } = JSON.parse(child.stdout) as { maxRss: number };
  expect(outcome).toEqual({ status: "succeeded", recordCount: occurrences, error: null });
  return maxRss;
}

test.each(["csv", "json", "dwca"])(
  "ten times the rows of %s take hardly more memory",
  async (format) => {
    const few = await peak(format, 10_000);
    const many = await peak(format, 100_000);
    console.log(`${format}: ${Math.round(few / MIB)} MiB for 10,000 rows, ${Math.round(many / MIB)} MiB for 100,000`);
    expect(many - few).toBeLessThan(60 * MIB);
    expect(many).toBeLessThan(300 * MIB);
  },
  120_000,
);
