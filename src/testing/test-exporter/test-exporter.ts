import assert from "node:assert/strict";
import type { Authorizer } from "../../contracts/authorizer.js";
import type { ExportRecord, ExportWarning } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { ExportUser } from "../../contracts/job-record.js";
import type { JobRunner } from "../../contracts/job-runner.js";
import type { JsonObject } from "../../contracts/json.js";
import { ExportRegistry } from "../../core/exporters/export-registry.js";
import { ExportService } from "../../core/export-service.js";
import type { ExportServiceOptions } from "../../core/ports/service-options.js";
import { createMemoryStorage } from "../../storage/memory/memory-storage.js";
import { createMemoryStore } from "../../stores/memory/memory-store.js";
import { createRecordingReporter, type ReportedStage } from "../fakes/recording-reporter.js";
import { listKeys } from "../storage-suite/stored.js";
import { exporterOfRows } from "./exporter-of-rows.js";
import { ExporterTrial } from "./exporter-trial.js";
import { observedExporter, type TestableExporterClass } from "./observed-exporter.js";

/** The export of {@link testExporter}, and its faults. */
export interface TestExporterOptions<Row = unknown> {
  /** As a request would give them; by default none. */
  readonly filters?: JsonObject;
  /** The choices of a request beside filters; by default none. */
  readonly options?: JsonObject;
  /** By default 1. */
  readonly projectId?: Id;
  /** By default `{ id: 1, name: "Ada" }`. */
  readonly user?: ExportUser;
  /** Whether the user may have exact places of sensitive records; by default false. */
  readonly mayReadExact?: boolean;
  /**
   * Rows to read instead of those of `getSource()`, all of them, whatever the query is: for a look at the file without a database.
   * Filters are checked and applied, but select nothing here.
   */
  readonly rows?: readonly Row[];
  /** Once the exporter has reported so many rows, it is thrown `SOURCE_FAILED`. Exporters report batches. */
  readonly failAfterRows?: number;
  /** Once the exporter has reported so many rows, the export is cancelled. */
  readonly cancelAfterRows?: number;
  /** The time that an exporter may work after the end of its export; by default 5,000 milliseconds. */
  readonly patienceMs?: number;
}

/** The outcome of a tested export. */
export interface TestedExport {
  /** As it is stored in the end: its status, error, filename, recordCount. */
  readonly record: ExportRecord;
  /** The file; empty unless the export succeeded. */
  readonly bytes: Uint8Array;
  /** The file, read as UTF-8. */
  readonly text: string;
  readonly warnings: readonly ExportWarning[];
  /** The calls of a host's reporter, oldest first. */
  readonly progress: readonly ReportedStage[];
  /** The number of rows that the exporter announced to the run; null when it announced none. */
  readonly expected: number | null;
  /**
   * The error that `export` threw, with stack and cause, where the record only has a code; undefined when it threw
   * nothing.
   */
  readonly thrown: unknown;
}

const FORMAT = "exporter_under_test";

/**
 * Runs one exporter class through the real flow, without a server, a database of records or a bucket. The flow is
 * request, checks, estimate, run, temp file, upload, publication. An export that fails is a result like any other.
 *
 * @throws ExportError what a request with these filters would be refused with: `INVALID_FILTERS`.
 * @throws AssertionError when something is left (a temp file, a stored file, an exporter at work); when the exporter never came as far as
 * `failAfterRows` or `cancelAfterRows`, or did not end there; when it did not read the `rows`.
 * @example
 * ```ts
 * const files = await filesOf((await testExporter(Coco)).bytes);
 * ```
 */
export async function testExporter<Row = unknown>(
  exporter: TestableExporterClass<Row>,
  options: TestExporterOptions<Row> = {},
): Promise<TestedExport> {
  const {
    filters = {},
    options: chosen = {},
    projectId = 1,
    user = { id: 1, name: "Ada" },
    patienceMs = 5_000,
  } = options;
  const trial = new ExporterTrial(options);
  const storage = createMemoryStorage();
  const progress = createRecordingReporter();
  const registry = new ExportRegistry();
  registry.register(FORMAT)(observedExporter(readingRows(exporter, options.rows, trial), trial));
  const service = createService(trial, {
    mayReadExact: options.mayReadExact ?? false,
    registry,
    storage,
    progress,
    projectIdType: typeof projectId === "number" ? "number" : "string",
  });

  const { id } = await service.create({ project: projectId, format: FORMAT, filters, options: chosen }, { user });
  trial.cancel = () => service.cancel(id, { user });
  await service.run(id);

  const record = await service.get(id, { user });
  trial.assertEnding(record.status);
  await trial.assertNothingLeft(patienceMs);
  assert.deepEqual(
    await listKeys(storage, ""),
    record.fileKey === null ? [] : [record.fileKey],
    "Files are left in the storage.",
  );
  const bytes = record.fileKey === null ? Buffer.alloc(0) : await readAll(await storage.open(record.fileKey));
  const { thrown, total } = trial;
  return {
    record,
    bytes,
    text: bytes.toString(),
    warnings: record.warnings,
    progress: progress.calls,
    expected: total,
    thrown,
  };
}

function readingRows<Row>(
  exporter: TestableExporterClass<Row>,
  rows: readonly Row[] | undefined,
  trial: ExporterTrial,
): TestableExporterClass<Row> {
  if (rows === undefined) return exporter;
  trial.readsRows = false;
  return exporterOfRows(exporter, { rows, opened: () => void (trial.readsRows = true) });
}

/** One worker, one attempt; the queue runs nothing by itself. */
function createService(
  trial: ExporterTrial,
  {
    mayReadExact,
    ...options
  }: Pick<ExportServiceOptions, "registry" | "storage" | "progress" | "projectIdType"> & {
    readonly mayReadExact: boolean;
  },
): ExportService {
  const authorizer: Authorizer = {
    async authorize({ action }) {
      // Asked before a file is published: a cancel, once asked for, always comes first.
      if (action === "run") await trial.cancelling;
      return "allow";
    },
    readableProjects: async () => "all",
    mayReadExact: async () => mayReadExact,
  };
  const runner: JobRunner = { enqueue: async () => undefined };
  return new ExportService({ ...options, authorizer, runner, store: createMemoryStore(), retries: { attempts: 1 } });
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}
