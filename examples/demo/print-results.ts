import type { ExportFailure } from "vasculum";

/** An export that ended well, as the demonstration reports it. */
export interface DemoFile {
  readonly format: string;
  /** The path of the file that was left. */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** From the start of the run to the published file. */
  readonly seconds: number;
}

/** One format's outcome. */
export type DemoResult = DemoFile | { readonly format: string; readonly failure: Pick<ExportFailure, "code" | "message" | "details"> };

const HEADER = ["file", "rows", "bytes", "SHA-256", "seconds"];

/** The files as a table, and after it what failed, and why. */
export function printResults(results: readonly DemoResult[], print: (line: string) => void): void {
  const files = results.filter((result) => "file" in result);
  const rows = files.map(({ file, rows, bytes, sha256, seconds }) => [file, String(rows), String(bytes), sha256, seconds.toFixed(2)]);
  printTable([HEADER, ...rows], print);
  for (const result of results) {
    if (!("failure" in result)) continue;
    print(`\n${result.format} failed with ${result.failure.code}: ${result.failure.message}`);
    for (const { path, message } of result.failure.details) print(`  ${path.join(".")}: ${message}`);
  }
}

function printTable(rows: readonly (readonly string[])[], print: (line: string) => void): void {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    print(row.map((cell, column) => (column === 0 || column === 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "));
  }
}
