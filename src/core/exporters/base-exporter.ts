import type { z } from "zod";
import type { DataSource, LeftOutRows, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Exporter, ExportRun, ExportSpec } from "../../contracts/exporter.js";
import type { FilterBackend } from "../../contracts/filter-backend.js";
import type { PreviewListener } from "../../contracts/preview-listener.js";
import type { OptionValues, RowErrorListener, RowFormat, WarningListener } from "../../contracts/row-format.js";
import { applyFilters } from "./parse-filters.js";
import { callHook, callPort } from "../ports/call-port.js";
import { checkRows } from "../../rows/check-rows.js";
import { getDataInBatches } from "./get-data-in-batches.js";
import { writeTempFile } from "../files/temp-file.js";
import { MAX_ROW_BYTES } from "../../rows/row-limits.js";
import { useSnapshot } from "./use-snapshot.js";

/**
 * The base of exporters. It applies filters, reads rows from one snapshot in batches, encodes them into a temp file,
 * counts and reports. Rows that cannot be written and warnings reach the record. A subclass names the source of its
 * rows (`getSource`) and the format that writes them (`getFormat`).
 * @typeParam Row - one row of the source.
 * @typeParam Query - the source's query value; filter backends must be made for the same.
 */
export abstract class BaseExporter<Row, Query> implements Exporter {
  constructor(protected readonly run: ExportRun) {}

  /** Returns the source of the rows. */
  abstract getSource(): DataSource<Row, Query>;

  /** Returns the format that writes the rows: `csv(columns)`, `json(fields)`, or a format of your own. */
  abstract getFormat(): RowFormat<Row>;

  /**
   * Writes the file's bytes; by default as the format does with the options of the request. Override it to write bytes of your own.
   *
   * @param onRowError - takes a row that cannot be written as a `ROW_ENCODING` error. It throws the error, or leaves the row out.
   */
  encode(batches: AsyncIterable<readonly Row[]>, onRowError: RowErrorListener): AsyncIterable<Uint8Array> {
    return this.#encodeChosen(batches, onRowError);
  }

  /**
   * Checks a row as it comes from the source, before any format sees it, and returns the row to write. By default it
   * returns every row as it is. A check that throws makes the row unwritable.
   */
  checkRow?(row: Row): Row;

  /** The columns that this user may export; by default all. Asked when a request is checked and again when the job runs. */
  allowedColumns?(): readonly string[] | Promise<readonly string[]>;

  /** The filters this exporter takes; by default none, so that any key is refused. */
  getFilterBackends(): readonly FilterBackend<Query>[] {
    return [];
  }

  /** Returns the schema of a request's choices beside filters; by default those of the format. */
  getOptions(): z.ZodObject | undefined {
    return this.getFormat().options;
  }

  /** @throws ExportError `INVALID_OPTIONS` for a column that this user may not export. */
  async preflight(): Promise<void> {
    if (this.allowedColumns !== undefined) await this.chosenFormat();
  }

  /** Returns the selection before filters are applied; by default all rows of the source. */
  getQueryset(): Query {
    return this.getSource().queryset();
  }

  /** The most rows read at once; by default 1,000. */
  get batchSize(): number {
    return 1_000;
  }

  /** The most bytes that the text of a row may have; by default 16 MiB. A larger row cannot be written. */
  get maxRowBytes(): number {
    return MAX_ROW_BYTES;
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
    return await this.withSnapshot((snapshot) =>
      callPort("SOURCE_FAILED", () => snapshot.count(query), this.run.signal),
    );
  }

  async probe(): Promise<void> {
    await this.withSnapshot(async () => undefined);
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
      // Counted while rows are written: a database that counts afterwards keeps everybody waiting.
      const leftOut = callPort("SOURCE_FAILED", () => snapshot.leftOut?.(query), this.run.signal);
      leftOut.catch(() => undefined);
      const rows = getDataInBatches(snapshot, query, this.run.signal);
      const path = await this.writeFile("export", this.#encodeCounted(rows));
      this.#warnOfLeftOut((await leftOut) ?? null);
      return path;
    });
  }

  #warnOfLeftOut(counts: LeftOutRows | null): void {
    const reasons = Object.entries(counts ?? {}).filter(([, count]) => count > 0);
    const total = reasons.reduce((sum, [, count]) => sum + count, 0);
    const sample = reasons.map(([reason, count]) => `${reason}: ${count}`).join(", ");
    if (total > 0) this.run.warn("ROWS_LEFT_OUT", total, sample);
  }

  /** Reads one snapshot by the query, checks, columns and cells of `export`. Of an exporter with bytes of its own it shows the count alone. */
  async preview(listener: PreviewListener): Promise<void> {
    const query = this.getFilteredQueryset();
    const { signal } = this.run;
    await this.withSnapshot(async (snapshot) => {
      const leftOut = async () =>
        listener.onLeftOut((await callPort("SOURCE_FAILED", () => snapshot.leftOut?.(query), signal)) ?? null);
      listener.onCount(await callPort("SOURCE_FAILED", () => snapshot.count(query), signal));
      let asked = false;
      const rows = this.#checked(getDataInBatches(snapshot, query, signal), this.onRowError);
      for await (const _ of this.previewRows(rows, listener)) {
        if (!asked && listener.hasFirstRows) await leftOut();
        asked ||= listener.hasFirstRows;
        if (listener.hasEnough) break;
      }
      if (!asked) await leftOut();
    });
  }

  /** Shows the rows to a preview, part by part. They have passed `checkRow`. Override it beside `encode`. */
  protected async *previewRows(
    batches: AsyncIterable<readonly Row[]>,
    listener: PreviewListener,
  ): AsyncGenerator<void, void, undefined> {
    const format = await this.chosenFormat();
    const writesOwn = this.encode !== BaseExporter.prototype.encode || this.export !== BaseExporter.prototype.export;
    if (writesOwn || format.cells === undefined) return;
    const { names = [], terms = [] } = format.columns ?? {};
    const columns = names.map((name, index) => ({ name, term: terms[index] ?? null }));
    const table = { name: null, columns, link: null, isCounted: true };
    listener.onTable(table);
    const onWarning: WarningListener = (...warning) => this.run.warn(...warning);
    const { maxRowBytes } = this;
    for await (const part of format.cells(batches, this.onRowError, { onWarning, maxRowBytes })) {
      for (const cells of part) listener.onRow(table, cells);
      yield;
    }
  }

  /** Receives a row that cannot be written, where no caller counts the rows of a batch. */
  protected readonly onRowError: RowErrorListener = (error) => {
    if (this.rowErrors === "fail") throw error;
    this.run.skipped(error);
  };

  /** The format with the options of the request, and no column that this user may not export. */
  protected async chosenFormat(): Promise<RowFormat<Row>> {
    const { options } = this.dataExport;
    const format = this.getFormat();
    const chosen = format.configure?.(options) ?? format;
    const allowed = await callPort("EXPORTER_FAILED", () => this.allowedColumns?.(), this.run.signal);
    return allowed === undefined ? chosen : onlyAllowed(chosen, { allowed: new Set(allowed), options });
  }

  /** The queryset, narrowed by the export's filters. */
  protected getFilteredQueryset(): Query {
    return applyFilters(
      callHook("EXPORTER_FAILED", () => this.getQueryset()),
      this.dataExport.filters,
      this.getFilterBackends(),
    );
  }

  /** The options that open the source. Its warnings reach the record. */
  protected get openOptions(): OpenOptions {
    const { scope, signal } = this.run;
    const { batchSize, maxRowBytes } = this;
    return {
      ...{ scope, signal, batchSize, maxRowBytes },
      warn: (...warning) => this.run.warn(...warning),
      mayReadExact: async () => (await this.run.mayReadExact?.()) ?? false,
    };
  }

  /** Opens one consistent view of the source, uses it, and disposes of it. */
  protected withSnapshot<Result>(use: (snapshot: Snapshot<Row, Query>) => Promise<Result>): Promise<Result> {
    return useSnapshot(() => this.getSource().open(this.openOptions), this.run.signal, use);
  }

  /** Writes chunks to a new temp file of this attempt and returns its path. @throws ExportError `BYTE_LIMIT`, `TEMP_FILE_FAILED`. */
  protected async writeFile(name: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const path = await this.run.tempFile(name);
    const { signal, maxBytes } = this.run;
    await writeTempFile(path, chunks, { signal, maxBytes });
    return path;
  }

  /** Says that `recordsExported` more rows have been written. */
  protected updateJobProgress(recordsExported: number): void {
    this.run.exported(recordsExported);
  }

  async *#encodeChosen(
    batches: AsyncIterable<readonly Row[]>,
    onRowError: RowErrorListener,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const format = await this.chosenFormat();
    const { maxRowBytes } = this;
    const onWarning: WarningListener = (...warning) => this.run.warn(...warning);
    yield* format.encode(batches, onRowError, { onWarning, maxRowBytes });
  }

  /** Encodes, counting a batch once the encoder comes back for the next one. */
  #encodeCounted(batches: AsyncIterable<readonly Row[]>): AsyncIterable<Uint8Array> {
    let skipped = 0;
    const onRowError: RowErrorListener = (error) => {
      this.onRowError(error);
      skipped += 1;
    };
    const report = (rows: number): void => {
      this.updateJobProgress(rows - skipped);
      skipped = 0;
    };
    return this.encode(this.#checked(reporting(batches, report), onRowError), onRowError);
  }

  #checked(batches: AsyncIterable<readonly Row[]>, onRowError: RowErrorListener): AsyncIterable<readonly Row[]> {
    const { checkRow } = this;
    return checkRow === undefined ? batches : checkRows(batches, (row) => checkRow.call(this, row), onRowError);
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

/** Columns that a request names must all be allowed; of a format's own choice the others are left out. */
function onlyAllowed<Row>(
  format: RowFormat<Row>,
  { allowed, options }: { readonly allowed: ReadonlySet<string>; readonly options: OptionValues },
): RowFormat<Row> {
  const { columns, configure } = format;
  if (columns === undefined || configure === undefined) return format;
  const { option, names } = columns;
  const refused = names.filter((name) => !allowed.has(name));
  if (refused.length === 0) return format;
  if (options[option] === undefined) {
    return configure.call(format, { ...options, [option]: names.filter((name) => allowed.has(name)) });
  }
  const details = refused.map((name) => ({
    path: ["options", option],
    code: "not_allowed",
    message: `You may not export the column "${name}".`,
  }));
  throw new ExportError("INVALID_OPTIONS", { details });
}
