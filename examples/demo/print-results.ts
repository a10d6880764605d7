import { type ExportFailure, type ExportWarning, warningMessage } from "vasculum";
import type { ArchiveTable } from "./read-archive.js";

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
  /** The data files of an archive; none in a file of one table. */
  readonly tables: readonly ArchiveTable[];
  /** What the reader of the file should know, as the record has it. */
  readonly warnings: readonly ExportWarning[];
  /** What other readers found in the file, a sentence each. */
  readonly proofs: readonly string[];
}

/** An export that did not end well. */
export interface DemoFailure {
  readonly format: string;
  readonly failure: Pick<ExportFailure, "code" | "message" | "details">;
}

/** One format's outcome. */
export type DemoResult = DemoFile | DemoFailure;

/** Prints each file with its rows, what was left out of it, and what other readers found; after them what failed, and why. */
export function printResults(results: readonly DemoResult[], print: (line: string) => void): void {
  for (const result of results) {
    print("");
    if ("file" in result) printFile(result, print);
    else printFailure(result, print);
  }
}

function printFile(result: DemoFile, print: (line: string) => void): void {
  const { format, file, rows, bytes, sha256, seconds, tables, warnings, proofs } = result;
  print(`${format}: ${count(rows)} rows, ${count(bytes)} bytes, in ${seconds.toFixed(2)} s`);
  print(`  file      ${file}`);
  print(`  SHA-256   ${sha256}`);
  for (const table of tables) print(`  table     ${table.file.padEnd(16)} ${count(table.rows).padStart(9)} rows`);
  for (const warning of warnings) {
    print(`  warning   ${warning.code}, ${count(warning.count)} times`);
    print(`    ${warningMessage(warning.code)}`);
    if (warning.sample !== null) print(`    ${warning.sample}`);
  }
  for (const proof of proofs) print(`  proof     ${proof}`);
}

function printFailure({ format, failure }: DemoFailure, print: (line: string) => void): void {
  print(`${format} failed with ${failure.code}: ${failure.message}`);
  for (const { path, message } of failure.details) print(`  ${path.join(".")}: ${message}`);
}

const count = (number: number): string => number.toLocaleString("en");
