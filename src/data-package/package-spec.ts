import type { DataSource, Snapshot } from "../contracts/data-source.js";
import type { ExportError } from "../contracts/export-error.js";
import type { ExportRun } from "../contracts/exporter.js";
import type { ZippedSpec } from "../packages/zipped-exporter.js";
import type { PublicSource } from "../sensitivity/public-source.js";
import type { PackageRow } from "./package-rows.js";
import type { PackageTable } from "./package-table.js";
import type { WrittenTable } from "./write-package.js";

/** The sources of a package. */
export interface PackageContext<Query, View> {
  readonly snapshot: View;
  readonly query: Query;
  readonly run: ExportRun;
  /** The names of the tables that are written. */
  readonly tables: readonly string[];
}

/** One writing of a package: what its rows share, and what is made of the source's rows. */
export interface PackagePass<Row, Context> {
  /** The context that the values of all fields get. */
  readonly context: Context;
  /** Rows that are not derived from those of the source, as items: each has a key for errors. */
  before?(): AsyncIterable<readonly PackageItem<Context>[]>;
  /** The rows of the package that are derived from one of the source. */
  rowsOf(row: Row): Iterable<PackageRow<Context>>;
  /** The group of a row, among whose rows keys of grouped tables come once. By default every row is one. */
  groupOf?(row: Row): string;
  /** Rows that are known when all others are written. */
  after?(): Iterable<PackageItem<Context>>;
  /** A row is written: its cells in the order of the fields. */
  onRow?(table: PackageTable, cells: readonly string[]): void;
  /** Makes datapackage.json. @param contentHash - of the tables' files in their order, SHA-256 in hexadecimal. */
  descriptor(files: readonly WrittenTable[], contentHash: string): object;
}

/** Rows of a package that stand and fall together. */
export interface PackageItem<Context> {
  readonly key: string | number;
  /** By default the item belongs to no group, and rows of all groups may point at its rows: such keys are held in memory. */
  readonly group?: string;
  readonly rows: Iterable<PackageRow<Context>>;
}

/** The tables by which a preview makes a map. */
export interface PreviewPlaces {
  /** The table whose rows are counted by night and place. */
  readonly counted: string;
  /** The field of tables that names the row with the place. */
  readonly link: string;
}

/** A package exporter's options, checked and complete. */
export interface PackageSpec<Row, Query, Context, View extends Snapshot<Row, Query>> extends ZippedSpec<Row, Query> {
  /** Its rows have passed the policy. */
  readonly source: PublicSource<DataSource<Row, Query>>;
  /** In the order of the files. */
  readonly tables: readonly PackageTable[];
  /** The names of tables that a request can leave out. */
  readonly optional: readonly string[];
  /**
   * The names of tables whose rows may come again in another group, such as a picture with animals of two nights. The first is written, and others
   * are counted as `MEDIA_SHARED`, up to 100,000 keys. By default such a row ends the export.
   */
  readonly shared?: readonly string[] | undefined;
  /** Makes every table's file one of gzip; by default they are as they are. */
  readonly compress?: "gzip" | undefined;
  /** The tables of which a preview makes a map; by default it has none. Rows with places come before those that are counted. */
  readonly places?: PreviewPlaces | undefined;
  /** @param tables - the names of the tables that are written. */
  queryset(query: Query, tables: readonly string[]): Query;
  /** Refuses what cannot be exported, before rows are read. @throws ExportError `METADATA_INCOMPLETE`. */
  preflight(context: PackageContext<Query, View>): Promise<void>;
  /** Begins a writing. @throws ExportError `METADATA_INCOMPLETE`. */
  begin(context: PackageContext<Query, View>): Promise<PackagePass<Row, Context>>;
  /** Whether a row is left out because the format cannot express it, whatever `rowErrors` says. By default none is. */
  isInexpressible?(error: ExportError): boolean;
}
