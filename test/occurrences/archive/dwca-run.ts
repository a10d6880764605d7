import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAbort } from "../../../src/async/abort.js";
import type { ExporterClass, ExportRun } from "../../../src/contracts/exporter.js";
import type { ExportError } from "../../../src/contracts/export-error.js";
import type { Id } from "../../../src/contracts/id.js";
import type { JsonObject } from "../../../src/contracts/json.js";
import { readZip } from "../../dwca/read-zip.js";

/** What came of an export. */
export interface ArchiveOutcome {
  readonly bytes: Buffer;
  readonly files: ReadonlyMap<string, string>;
  readonly expected: number;
  readonly exported: number;
  readonly skipped: readonly ExportError[];
  /** How often each warning was given. */
  readonly warnings: Readonly<Record<string, number>>;
}

/** What may differ between runs. */
export interface ArchiveRun {
  readonly filters?: JsonObject;
  readonly options?: JsonObject;
  readonly projectId?: Id;
  readonly signal?: AbortSignal;
}

/** Runs an exporter as core does, in a directory of its own that is gone afterwards. */
export async function runArchive(exporterClass: ExporterClass, options: ArchiveRun = {}): Promise<ArchiveOutcome> {
  const { filters = {}, options: chosen = {}, projectId = 1, signal = createAbort().signal } = options;
  const directory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  const outcome = { expected: 0, exported: 0, skipped: [] as ExportError[], warnings: {} as Record<string, number> };
  const scope = { projectId, userId: 2 };
  const run: ExportRun = {
    dataExport: { id: 7, ...scope, format: "dwca", filters, options: chosen },
    scope,
    signal,
    tempFile: async (name) => {
      await writeFile(join(directory, name), "", { flag: "wx", mode: 0o600 });
      return join(directory, name);
    },
    expected: (total) => void (outcome.expected += total),
    exported: (count) => void (outcome.exported += count),
    skipped: (error) => void outcome.skipped.push(error),
    warn: (code, count) => void (outcome.warnings[code] = (outcome.warnings[code] ?? 0) + count),
  };
  try {
    const bytes = await readFile(await new exporterClass(run).export());
    return { ...outcome, bytes, files: await readZip(bytes) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A table's file as objects, one a row. */
export function rowsOf(files: ReadonlyMap<string, string>, name: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = (files.get(name) ?? "")
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
  return rows.map((cells) => Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ""])));
}
