import type { DataSource, Snapshot } from "../contracts/data-source.js";
import type { ExportError } from "../contracts/export-error.js";
import type { Exporter, ExportRun, ExportSpec } from "../contracts/exporter.js";
import type { FilterBackend } from "../contracts/filter-backend.js";
import { applyFilters } from "./apply-filters.js";
import { callPort } from "./ports/call-port.js";
import { getDataInBatches } from "./get-data-in-batches.js";
import { writeTempFile } from "./temp-files/temp-file.js";
import { useSnapshot } from "./ports/use-snapshot.js";

/** What to do with a row that cannot be written: throw the error to fail the export, or return to leave the row out. */
export type RowErrorListener = (error: ExportError) => void;

/**
 * What exporters inherit: filters applied, rows read from one snapshot in batches, encoded into a temp file, counted and
 * reported. A subclass says where rows come from (`getSource`) and how they become bytes (`encode`).
 *
 * @typeParam Row - one row of the source.
 * @typeParam Query - the source's query value; filter backends must be made for the same.
 */
export abstract class BaseExporter<Row, Query> implements Exporter {
  constructor(protected readonly run: ExportRun) {}

  /** Where the rows come from. */
  abstract getSource(): DataSource<Row, Query>;

  /** The file's bytes. A row that cannot be written goes to `onRowError` as a `ROW_ENCODING` error, which may throw it. */
  abstract encode(batches: AsyncIterable<readonly Row[]>, onRowError: RowErrorListener): AsyncIterable<Uint8Array>;

  /** The filters this exporter takes; by default none, so that any key is refused. */
  getFilterBackends(): readonly FilterBackend<Query>[] {
    return [];
  }

  /** What is exported before filters are applied; by default all that the source has. */
  getQueryset(): Query {
    return this.getSource().queryset();
  }

  /** The most rows read at once; by default 500. */
  get batchSize(): number {
    return 500;
  }

  /** `"fail"` (the default) ends the export at the first row that cannot be written; `"skip"` leaves such rows out and counts them. */
  get rowErrors(): "fail" | "skip" {
    return "fail";
  }

  get dataExport(): ExportSpec {
    return this.run.dataExport;
  }

  async count(): Promise<number> {
    const query = this.getFilteredQueryset();
    return await this.withSnapshot((snapshot) => callPort("SOURCE_FAILED", () => snapshot.count(query), this.run.signal));
  }

  async projectName(): Promise<string | null> {
    const source = this.getSource();
    const { scope, signal } = this.run;
    return (await callPort("SOURCE_FAILED", () => source.projectName?.(scope, signal), signal)) ?? null;
  }

  async export(): Promise<string> {
    const query = this.getFilteredQueryset();
    return await this.withSnapshot(async (snapshot) => {
      this.run.expected(await callPort("SOURCE_FAILED", () => snapshot.count(query), this.run.signal));
      return await this.writeFile("export", this.encodeCounted(getDataInBatches(snapshot, query, this.run.signal)));
    });
  }

  /** The queryset, narrowed by the export's filters. */
  protected getFilteredQueryset(): Query {
    return applyFilters(this.getQueryset(), this.dataExport.filters, this.getFilterBackends());
  }

  /** Opens one consistent view of the source, uses it, and disposes of it. */
  protected withSnapshot<Result>(use: (snapshot: Snapshot<Row, Query>) => Promise<Result>): Promise<Result> {
    const { scope, signal } = this.run;
    return useSnapshot(() => this.getSource().open({ scope, signal, batchSize: this.batchSize }), signal, use);
  }

  /** Writes chunks to a new temp file of this attempt and returns its path. */
  protected async writeFile(name: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const path = await this.run.tempFile(name);
    await writeTempFile(path, chunks, this.run.signal);
    return path;
  }

  /** Says that `recordsExported` more rows have been written. */
  protected updateJobProgress(recordsExported: number): void {
    this.run.exported(recordsExported);
  }

  /** Encodes, counting a batch once the encoder comes back for the next one. */
  private encodeCounted(batches: AsyncIterable<readonly Row[]>): AsyncIterable<Uint8Array> {
    let skipped = 0;
    const onRowError: RowErrorListener = (error) => {
      if (this.rowErrors === "fail") throw error;
      skipped += 1;
      this.run.skipped(error);
    };
    const report = (rows: number): void => {
      this.updateJobProgress(rows - skipped);
      skipped = 0;
    };
    return this.encode(reporting(batches, report), onRowError);
  }
}

async function* reporting<Row>(
  batches: AsyncIterable<readonly Row[]>,
  report: (rows: number) => void,
): AsyncGenerator<readonly Row[], void, undefined> {
  for await (const batch of batches) {
    yield batch;
    report(batch.length);
  }
}
