import type { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import type { DwcTable } from "./dwc-table.js";
import type { EmlDocument } from "./eml-document.js";
import type { Spool } from "./spool.js";
import type { Warn } from "./tsv-encoder.js";

/** What core rows and items are known by. */
export interface Identified {
  readonly id: Id;
}

/** An extension whose rows are derived from items, none to many from each. */
export interface ArchiveExtension<Item, Context, Row = unknown> {
  readonly table: DwcTable<Row, Context>;
  /** The rows of an item, in a fixed order. */
  rows(item: Item, context: Context): Iterable<Row>;
}

/** What goes into an archive. */
export interface ArchiveContents<CoreRow extends Identified, Item extends Identified, Context> {
  /** What all rows share. */
  readonly context: Context;
  readonly core: DwcTable<CoreRow, Context>;
  /** By id. Read first, and once. */
  readonly coreRows: AsyncIterable<readonly CoreRow[]>;
  /** The first one's file is zipped as it is made; the others wait in the spool. */
  readonly extensions: readonly ArchiveExtension<Item, Context>[];
  /** What the extensions' rows are derived from, in the core rows' order, then by id. Read once. */
  readonly items: AsyncIterable<readonly Item[]>;
  /** Asked for when all rows are written. @param contentHash - of the tables' files in their order, SHA-256 in hexadecimal. */
  metadata(contentHash: string): EmlDocument;
}

/** What writing an archive needs of the world around it. */
export interface ArchivePorts<CoreRow, Item> {
  readonly spool: Spool;
  readonly warn: Warn;
  /** The order in which ids come. */
  compareIds(a: Id, b: Id): number;
  /** A core row is written. */
  onCoreRow(row: CoreRow): void;
  /** All rows of an item are written. */
  onItem(item: Item): void;
  /** An item's rows cannot be written: throw the error, or return to leave all of them out. Core rows are never left out. */
  onItemError(error: ExportError): void;
}
