import type { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { DwcTable } from "../tables/dwc-table.js";
import type { EmlDocument } from "../metadata/eml-document.js";
import type { Spool } from "../../packages/spool.js";
import type { Warn } from "../tables/tsv-encoder.js";

/** An extension whose rows are derived from items, none to many from each. */
export interface ArchiveExtension<Item, Context, Row = unknown> {
  readonly table: DwcTable<Row, Context>;
  /** The rows of an item, in a fixed order. */
  rows(item: Item, context: Context): Iterable<Row>;
  /**
   * Returns the key that makes a row one of a kind: rows of one core row with the same key are written once. Null is
   * never the same. By default no row has a key.
   */
  key?(row: Row): Id | null;
}

/**
 * The origin of an archive's core rows.
 * - `coreRows`: from a reading of their own, first and once; the items come in the same order.
 * - `coreRowOf`: from the items, in one pass; where `sharesCoreRows`, consecutive items with the same id share a core
 * row.
 */
export type CoreRows<CoreRow, Item, Context = unknown> =
  | {
      readonly coreRows: AsyncIterable<readonly CoreRow[]>;
      readonly coreRowOf?: undefined;
      readonly sharesCoreRows?: undefined;
      /** The id of an item's core row, for extensions whose rows do not have it. */
      readonly coreIdOf?: ((item: Item, context: Context) => string) | undefined;
    }
  | {
      readonly coreRows?: undefined;
      readonly coreIdOf?: undefined;
      /** Derives the core row of an item. */
      readonly coreRowOf: (item: Item) => CoreRow;
      /** By default false: an id that comes twice is an error. */
      readonly sharesCoreRows?: boolean | undefined;
    };

/** The tables and the rows of an archive. */
export type ArchiveContents<CoreRow, Item, Context> = CoreRows<CoreRow, Item, Context> & {
  /** The facts that all rows share. */
  readonly context: Context;
  readonly core: DwcTable<CoreRow, Context>;
  readonly extensions: readonly ArchiveExtension<Item, Context>[];
  /** Extensions whose rows are derived from core rows; they come after the others. By default none. */
  readonly coreExtensions?: readonly ArchiveExtension<CoreRow, Context>[];
  /** The items that the extensions' rows are derived from. Read once. */
  readonly items: AsyncIterable<readonly Item[]>;
  /** Asked for when all rows are written. @param contentHash - of the tables' files in their order, SHA-256 in hexadecimal. */
  metadata(contentHash: string): EmlDocument;
};

/** The parts around an archive's writer. */
export interface ArchivePorts<CoreRow, Item> {
  readonly spool: Spool;
  readonly warn: Warn;
  /** The order of the ids of core rows and of a core row's items, where the source keeps one. By default any order will do. */
  readonly compareIds?: ((a: Id, b: Id) => number) | undefined;
  /** A row is written: its texts in the order of the table's columns, and its line, in which what a file cannot hold is repaired. */
  onRow?(table: DwcTable<never, never>, texts: readonly string[], line: string): void;
  /** So many more bytes go into the zip, before they are compressed. */
  onBytes?(count: number): void;
  /** A core row is written. */
  onCoreRow?(row: CoreRow): void;
  /** All rows of an item are written. */
  onItem?(item: Item): void;
  /** An item's rows cannot be written: throw the error, or return to leave all of them out. Core rows are never left out. */
  onItemError(error: ExportError, item: Item): void;
}
