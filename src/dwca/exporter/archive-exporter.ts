import { dirname } from "node:path";
import { z } from "zod";
import type { Snapshot } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRun } from "../../contracts/exporter.js";
import type { PreviewListener } from "../../contracts/preview-listener.js";
import type { RowErrorListener } from "../../contracts/row-format.js";
import { checkRows } from "../../rows/check-rows.js";
import { inTurns } from "../../core/exporters/get-data-in-batches.js";
import { within } from "../../async/within.js";
import { callPort } from "../../core/ports/call-port.js";
import type { ArchiveContents, ArchivePorts, CoreRows } from "../writer/archive-contents.js";
import type { DwcTable } from "../tables/dwc-table.js";
import { CORE_IDS } from "../writer/core-file.js";
import { createForgetfulSpool, createTempFileSpool } from "../../packages/spool.js";
import { ZippedExporter } from "../../packages/zipped-exporter.js";
import { checkArchiveFile } from "../validator/check-archive-file.js";
import { tableFiles, writeArchive } from "../writer/write-archive.js";
import { type ArchiveDataset, ArchiveDescription, datasetStub } from "./archive-description.js";
import type { ArchiveItemsContext, ArchiveSpec, ArchiveTable, ArchiveWatch } from "./archive-spec.js";
import { previewedTables } from "./previewed-tables.js";

/** Limits the time of a host's `metadata` function. */
const METADATA_MS = 60_000;
const UNANSWERED =
  "The metadata function did not answer within a minute. Let it read the database through `snapshot` alone.";

/** Writes the rows of a source as a Darwin Core Archive, from one snapshot. */
export class ArchiveExporter<Row, Query, CoreRow, Context, View extends Snapshot<Row, Query>> extends ZippedExporter<
  Row,
  Query,
  View,
  ArchiveSpec<Row, Query, CoreRow, Context, View>
> {
  #inflated = 0;

  /** `extensions`: the tables beside the core and those that every archive has; by default all. */
  override getOptions(): z.ZodObject {
    const { extensions, coreExtensions = [] } = this.spec;
    const names = [...extensions, ...coreExtensions].filter(({ required }) => !required).map(({ name }) => name);
    return names.length === 0 ? z.strictObject({}) : z.strictObject({ extensions: z.array(z.enum(names)).optional() });
  }

  override getQueryset(): Query {
    const { source, extensions, coreExtensions = [] } = this.spec;
    const tables = this.#chosen([...extensions, ...coreExtensions]).map(({ name }) => name);
    return this.spec.queryset(source.queryset(), tables);
  }

  /** @throws ExportError `METADATA_INCOMPLETE` for what is missing before rows are read. */
  override async preflight(): Promise<void> {
    await this.withSnapshot(async () => {
      const context = this.#itemsContext();
      await this.#describe(context.snapshot);
      await this.spec.preflight?.(context);
    });
  }

  /**
   * Reads the finished archive with the validator before it is uploaded.
   *
   * @throws ExportError `ARCHIVE_INVALID` with the first ten errors. Warnings go on the record.
   */
  async check(path: string): Promise<readonly never[]> {
    const { level } = this.spec;
    const { signal } = this.run;
    const checking = { level, inflated: this.#inflated, scratchDirectory: dirname(path), signal };
    const { errors, warnings } = await checkArchiveFile(path, checking);
    if (errors.length > 0) throw new ExportError("ARCHIVE_INVALID", { details: errors });
    for (const { code, count, sample } of warnings) this.run.warn(code, count, sample);
    return [];
  }

  async #describe(snapshot: View): Promise<ArchiveDescription> {
    const { namespace, core } = this.spec;
    const { scope, signal } = this.run;
    const asked = callPort("SOURCE_FAILED", () => this.spec.metadata({ scope, snapshot, signal }), signal);
    const metadata = await within(asked, METADATA_MS, null);
    if (metadata === null) throw new ExportError("SOURCE_FAILED", { message: UNANSWERED });
    return new ArchiveDescription({ namespace, projectId: scope.projectId, coreRowType: core.rowType, metadata });
  }

  protected override async *write(
    batches: AsyncIterable<readonly Row[]>,
    onItemError: RowErrorListener,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { snapshot } = this.#itemsContext();
    const description = await this.#describe(snapshot);
    if (!description.hasAcceptedLicense) this.run.warn("LICENSE_NOT_ACCEPTED", 1);
    const metadata = (contentHash: string) => description.document(contentHash, { grid: snapshot.protection?.grid });
    const watch = this.spec.watch?.(this.run);
    const contents = this.#contents(batches, description.dataset);
    const ports = this.#ports(onItemError, {
      spool: createTempFileSpool(this.run),
      watch,
      onRow: (table, texts) => description.coverage.add(table, texts),
    });
    yield* writeArchive({ ...contents, metadata }, ports);
    watch?.onEnd();
  }

  /** Shows the rows of all tables. What the metadata lack keeps no row from being shown. */
  protected override async *previewRows(
    batches: AsyncIterable<readonly Row[]>,
    listener: PreviewListener,
  ): AsyncGenerator<void, void, undefined> {
    const { snapshot } = this.#itemsContext();
    const { namespace } = this.spec;
    const dataset = await this.#describe(snapshot).then(
      (description) => description.dataset,
      unlessIncomplete(datasetStub(namespace, this.run.scope.projectId)),
    );
    const contents = this.#contents(batches, dataset);
    const tables = previewedTables(contents);
    for (const table of tables.values()) listener.onTable(table);
    const onRow: ArchivePorts<CoreRow, Row>["onRow"] = (table, _texts, line) => {
      const shown = tables.get(table);
      if (shown !== undefined) listener.onRow(shown, line.slice(0, -1).split("\t"));
    };
    const ports = this.#ports(this.onRowError, { spool: createForgetfulSpool(CORE_IDS), onRow });
    const unused = () => {
      throw new TypeError("A preview writes no metadata.");
    };
    for (const file of tableFiles({ ...contents, metadata: unused }, ports)) for await (const _ of file) yield;
  }

  #contents(
    batches: AsyncIterable<readonly Row[]>,
    dataset: ArchiveDataset,
  ): Omit<ArchiveContents<CoreRow, Row, Context>, "metadata"> & CoreRows<CoreRow, Row, Context> {
    const itemsContext = this.#itemsContext();
    const { snapshot } = itemsContext;
    const items = this.spec.addItems?.(batches, itemsContext) ?? batches;
    const { extensions, coreExtensions = [] } = this.spec;
    const context = this.spec.context(dataset);
    const written = <Row>(table: DwcTable<Row, Context>) => (snapshot.protection ? table : withoutNotes(table));
    const core = written(this.spec.core);
    const beside = <Row>(tables: readonly ArchiveTable<Row, Context>[]) =>
      this.#chosen(tables).map((extension) => ({ ...extension, table: written(extension.table) }));
    const tables = { core, extensions: beside(extensions), coreExtensions: beside(coreExtensions) };
    return { ...this.#coreRows(snapshot), ...tables, context, items };
  }

  #ports(onItemError: RowErrorListener, { spool, watch, onRow }: PortsSpec<CoreRow, Row>): ArchivePorts<CoreRow, Row> {
    const isAdded = (row: Row): boolean => this.spec.isAdded?.(row) ?? false;
    return {
      spool,
      onRow,
      warn: (...warning) => this.run.warn(...warning),
      compareIds: this.spec.compareIds,
      onBytes: (count) => void (this.#inflated += count),
      onCoreRow: (row) => {
        this.spec.onCoreRow?.(row, this.run);
        watch?.onCoreRow(row);
      },
      onItem: (row) => void (isAdded(row) || watch?.onItem(row)),
      onItemError: (error, row) => (isAdded(row) ? rethrow(error) : onItemError(error)),
    };
  }

  #itemsContext(): ArchiveItemsContext<Query, View> {
    const { snapshot } = this;
    return { snapshot, query: this.getFilteredQueryset(), run: this.run };
  }

  #coreRows(snapshot: View): CoreRows<CoreRow, Row, Context> {
    const { coreRowOf, coreRows, coreIdOf, sharesCoreRows } = this.spec;
    if (coreRowOf !== undefined) return { coreRowOf, sharesCoreRows };
    if (coreRows === undefined) throw new TypeError("An archive needs core rows.");
    const query = this.getFilteredQueryset();
    const { scope, signal } = this.run;
    const warn: ExportRun["warn"] = (...warning) => this.run.warn(...warning);
    const read = () => coreRows(snapshot, query, { scope, signal, warn });
    return { coreRows: this.#checked(inTurns(read, signal)), coreIdOf };
  }

  #checked(coreRows: AsyncIterable<readonly CoreRow[]>): AsyncIterable<readonly CoreRow[]> {
    const { checkCoreRow, core } = this.spec;
    if (checkCoreRow === undefined) return coreRows;
    return checkRows(coreRows, checkCoreRow, (error) => {
      if (this.rowErrors === "fail") throw error;
      this.run.warn("CORE_ROWS_SKIPPED", 1, `${core.file}, ${error.details[0]?.path[1] ?? ""}`);
    });
  }

  /** Those of the tables that the request wants. */
  #chosen<Table extends Pick<ArchiveTable<never, never>, "name" | "required">>(tables: readonly Table[]) {
    const { extensions: chosen } = this.dataExport.options;
    if (!Array.isArray(chosen)) return tables;
    return tables.filter(({ name, required }) => required || chosen.includes(name));
  }
}

/** The parts that write the rows of an archive. */
interface PortsSpec<CoreRow, Row> extends Required<Pick<ArchivePorts<CoreRow, Row>, "spool" | "onRow">> {
  readonly watch?: ArchiveWatch<CoreRow, Row> | undefined;
}

/** Takes metadata that are not complete for a dataset of which nothing is known. */
function unlessIncomplete<Fallback>(fallback: Fallback): (error: unknown) => Fallback {
  return (error) => {
    if (ExportError.is(error) && error.code === "METADATA_INCOMPLETE") return fallback;
    throw error;
  };
}

function rethrow(error: ExportError): never {
  throw error;
}

/** The table without the fields that stand only where a sensitivity policy changes something. */
function withoutNotes<Row, Context>(table: DwcTable<Row, Context>): DwcTable<Row, Context> {
  const columns = table.columns.filter(({ field }) => field?.whereProtected !== true);
  if (columns.length === table.columns.length) return table;
  const id = table.columns[table.idIndex];
  return Object.freeze({ ...table, columns: Object.freeze(columns), idIndex: columns.findIndex((one) => one === id) });
}
