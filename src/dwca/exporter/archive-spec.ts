import type { DataSource, Snapshot } from "../../contracts/data-source.js";
import type { ExportRun } from "../../contracts/exporter.js";
import type { Id } from "../../contracts/id.js";
import type { Scope } from "../../contracts/scope.js";
import type { ZippedSpec } from "../../packages/zipped-exporter.js";
import type { PublicSource } from "../../sensitivity/public-source.js";
import type { ArchiveLevel } from "../checks/archive-check.js";
import type { DatasetMetadataOptions } from "../metadata/dataset-metadata.js";
import type { DwcTable } from "../tables/dwc-table.js";
import type { ArchiveExtension } from "../writer/archive-contents.js";
import type { ArchiveDataset } from "./archive-description.js";

/** A table of an archive beside its core. */
export interface ArchiveTable<Row, Context> extends ArchiveExtension<Row, Context> {
  /** By which a request names it. */
  readonly name: string;
  /** Whether every archive has it, whatever a request chooses. */
  readonly required: boolean;
}

/**
 * Reads core rows by themselves. The source's query has scope and filters applied; a query of the host's own restricts itself to `scope`.
 */
export type CoreReading<Query, CoreRow, View> = (
  snapshot: View,
  query: Query,
  context: { readonly scope: Scope; readonly signal: AbortSignal; readonly warn: ExportRun["warn"] },
) => AsyncIterable<readonly CoreRow[]>;

/** An archive exporter's options, checked and complete. */
export interface ArchiveSpec<Row, Query, CoreRow, Context, View extends Snapshot<Row, Query>> extends ZippedSpec<
  Row,
  Query
> {
  /** Its rows have passed the policy. */
  readonly source: PublicSource<DataSource<Row, Query>>;
  readonly core: DwcTable<CoreRow, Context>;
  /** Gives the core row of a row; absent where core rows are read by themselves. */
  readonly coreRowOf?: ((row: Row) => CoreRow) | undefined;
  /** Whether consecutive rows with one core id share a core row. */
  readonly sharesCoreRows?: boolean | undefined;
  readonly coreRows?: CoreReading<Query, CoreRow, View> | undefined;
  /** The id of a row's core row, where core rows are read by themselves. */
  readonly coreIdOf?: ((row: Row, context: Context) => string) | undefined;
  readonly extensions: readonly ArchiveTable<Row, Context>[];
  /** Extensions whose rows are derived from core rows. */
  readonly coreExtensions?: readonly ArchiveTable<CoreRow, Context>[] | undefined;
  readonly namespace: string;
  /** Checks a core row that is read by itself. One that throws fails the export, or is left out and counted as `CORE_ROWS_SKIPPED`. */
  readonly checkCoreRow?: ((row: CoreRow) => CoreRow) | undefined;
  /** The checks of the finished archive before it is uploaded. */
  readonly level: ArchiveLevel;
  readonly compareIds?: ((a: Id, b: Id) => number) | undefined;
  metadata(context: {
    readonly scope: Scope;
    readonly snapshot: View;
    readonly signal: AbortSignal;
  }): Promise<DatasetMetadataOptions>;
  context(dataset: ArchiveDataset): Context;
  /** @param tables - the names of the tables that are written beside the core. */
  queryset(query: Query, tables: readonly string[]): Query;
  /** Refuses what cannot be exported, when a request is checked. */
  preflight?(context: ArchiveItemsContext<Query, View>): Promise<void>;
  /** Adds rows of its own to those of the source, in their order. They count for nothing, and none is left out. */
  addItems?(
    batches: AsyncIterable<readonly Row[]>,
    context: ArchiveItemsContext<Query, View>,
  ): AsyncIterable<readonly Row[]>;
  /** Whether a row is one that was added. */
  isAdded?(row: Row): boolean;
  /** Receives a core row once it is written. */
  onCoreRow?(row: CoreRow, run: ExportRun): void;
  /** Watches what is written, for warnings of its own. */
  readonly watch?: ((run: ExportRun) => ArchiveWatch<CoreRow, Row>) | undefined;
}

/** The rows that are exported. */
export interface ArchiveItemsContext<Query, View> {
  readonly snapshot: View;
  readonly query: Query;
  readonly run: Pick<ExportRun, "scope" | "signal">;
}

/** Sees what an archive is made of while it is written. */
export interface ArchiveWatch<CoreRow, Row> {
  onCoreRow(row: CoreRow): void;
  onItem(row: Row): void;
  /** All rows are written. */
  onEnd(): void;
}
